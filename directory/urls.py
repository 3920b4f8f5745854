"""Pages of the directory: public register and charter, organisations and their people."""

from django.urls import path

from directory.annuaire.contact.views import ContactView
from directory.annuaire.views import AnnuaireView, ListingView
from directory.certificates.views import BadgeView, CertificateView, IdentityView
from directory.charters.enums import CharterKind
from directory.charters.views import CharterTextView, CharterView
from directory.delays.views import ChangeView, DelaysView, HistoryView, UndoView
from directory.extensions.views import ExtendView
from directory.impartiality.views import (
    DeclareInterestView,
    EndInterestView,
    InterestsView,
    ReviewInterestView,
)
from directory.imports.views import (
    ConfirmImportView,
    ImportProgressView,
    ImportsView,
    ImportView,
    LabelImportView,
    LeaveImportView,
)
from directory.joining.views.declaration import DeclareView, JoinView
from directory.joining.views.invitation import (
    InvitationView,
    InviteView,
    RenewInvitationView,
    WithdrawInvitationView,
)
from directory.logo.views import LogoImageView, LogoView, RetireLogoView
from directory.memberships.views import MembershipTransitionView
from directory.organisations.views import AmendView, EligibilityProofView
from directory.overview.views import DetailView
from directory.people.views import JoinTeamView, LeaveTeamView, TeamView
from directory.register.exports import ExportView, SchemaView
from directory.register.feed import register_feed
from directory.register.verification import CodeView, RecognitionView, VerifyView
from directory.register.views import FiguresView, RegisterView
from directory.removals.views import (
    AskRemovalAgainView,
    ConfirmRemovalView,
    ProveRemovalView,
    RemovalsView,
    RemovalView,
)
from directory.representation.views.claims import (
    AcceptClaimView,
    ClaimTransitionView,
    ClaimView,
    OpenClaimView,
    RefuseClaimView,
)
from directory.representation.views.representatives import (
    ProofView,
    ProveView,
    RejectRepresentativeView,
    RepresentativesView,
    RevokeView,
    VerifyRepresentativeView,
)
from directory.retention.views import RetentionView

app_name = "directory"

urlpatterns = [
    path("registre/", RegisterView.as_view(), name="register"),
    path("registre/chiffres/", FiguresView.as_view(), name="register_figures"),
    path("registre/schema.json", SchemaView.as_view(), name="register_schema"),
    path("registre/export.<str:kind>", ExportView.as_view(), name="register_export"),
    path("registre/flux.atom", register_feed, name="register_feed"),
    path("registre/<str:number>/", RecognitionView.as_view(), name="recognition"),
    path("annuaire/", AnnuaireView.as_view(), name="annuaire"),
    path("annuaire/<str:number>/", ListingView.as_view(), name="listing"),
    path("annuaire/<str:number>/ecrire/", ContactView.as_view(), name="contact"),
    path("verifier/", VerifyView.as_view(), name="verify"),
    path("verifier/<str:code>/", CodeView.as_view(), name="verify_code"),
    path("verifier/<str:code>/badge/<str:name>", BadgeView.as_view(), name="badge"),
    path("identite-visuelle/<str:number>/", IdentityView.as_view(), name="identity"),
    path(
        "identite-visuelle/<str:number>/certificat.pdf",
        CertificateView.as_view(),
        name="certificate",
    ),
    path("charte/", CharterView.as_view(), name="charter"),
    path("charte/<int:number>/", CharterView.as_view(), name="charter_version"),
    path("charte/<int:number>/texte/", CharterTextView.as_view(), name="charter_text"),
    path(
        "charte/accompagnateurs/",
        CharterView.as_view(kind=CharterKind.ACCOMPANISTS),
        name="accompanists_charter",
    ),
    path(
        "charte/accompagnateurs/<int:number>/",
        CharterView.as_view(kind=CharterKind.ACCOMPANISTS),
        name="accompanists_charter_version",
    ),
    path(
        "charte/accompagnateurs/<int:number>/texte/",
        CharterTextView.as_view(kind=CharterKind.ACCOMPANISTS),
        name="accompanists_charter_text",
    ),
    path("organisations/nouvelle/", DeclareView.as_view(), name="declare"),
    path("organisations/<int:pk>/", DetailView.as_view(), name="organisation"),
    path("organisations/<int:pk>/modifier/", AmendView.as_view(), name="amend"),
    path("organisations/<int:pk>/rejoindre/", JoinView.as_view(), name="join"),
    path("organisations/<int:pk>/inviter/", InviteView.as_view(), name="invite"),
    path(
        "organisations/<int:pk>/invitations/<int:invitation>/annuler/",
        WithdrawInvitationView.as_view(),
        name="withdraw_invitation",
    ),
    path("organisations/<int:pk>/preuve/", ProveView.as_view(), name="prove"),
    path("preuves/<int:pk>/", ProofView.as_view(), name="proof"),
    path("justificatifs/<int:pk>/", EligibilityProofView.as_view(), name="eligibility_proof"),
    path("organisations/<int:pk>/contester/", OpenClaimView.as_view(), name="open_claim"),
    path("contestations/<int:pk>/", ClaimView.as_view(), name="claim"),
    path("contestations/<int:pk>/accepter/", AcceptClaimView.as_view(), name="accept_claim"),
    path("contestations/<int:pk>/refuser/", RefuseClaimView.as_view(), name="refuse_claim"),
    path(
        "contestations/<int:pk>/retirer/",
        ClaimTransitionView.as_view(),
        {"name": "withdraw"},
        name="withdraw_claim",
    ),
    path(
        "representants/",
        RepresentativesView.as_view(),
        name="representatives",
    ),
    path(
        "representants/<int:pk>/",
        VerifyRepresentativeView.as_view(),
        name="verify_representative",
    ),
    path(
        "representants/<int:pk>/ne-pas-confirmer/",
        RejectRepresentativeView.as_view(),
        name="reject_representative",
    ),
    path("impartialite/", InterestsView.as_view(), name="interests"),
    path("impartialite/declarer/", DeclareInterestView.as_view(), name="declare_interest"),
    path("impartialite/<int:pk>/reexaminer/", ReviewInterestView.as_view(), name="review_interest"),
    path("impartialite/<int:pk>/clore/", EndInterestView.as_view(), name="end_interest"),
    path("reconnaissances/<int:pk>/prolonger/", ExtendView.as_view(), name="extend"),
    path("retraits/", RemovalsView.as_view(), name="removals"),
    path("retraits/<int:pk>/", RemovalView.as_view(), name="removal"),
    path("retraits/<int:pk>/preuve/", ProveRemovalView.as_view(), name="prove_removal"),
    path("retraits/<int:pk>/confirmer/", ConfirmRemovalView.as_view(), name="confirm_removal"),
    path("retraits/<int:pk>/relancer/", AskRemovalAgainView.as_view(), name="ask_removal_again"),
    path("labels/reprendre/", ImportsView.as_view(), name="imports"),
    path("labels/reprendre/<int:pk>/", ImportView.as_view(), name="import"),
    path(
        "labels/reprendre/<int:pk>/confirmer/", ConfirmImportView.as_view(), name="confirm_import"
    ),
    path("labels/reprendre/<int:pk>/oublier/", LeaveImportView.as_view(), name="leave_import"),
    path(
        "labels/reprendre/<int:pk>/avancement/",
        ImportProgressView.as_view(),
        name="import_progress",
    ),
    path("labels/repris/<int:pk>/", LabelImportView.as_view(), name="label_import"),
    path("delais/", DelaysView.as_view(), name="delays"),
    path("delais/historique/", HistoryView.as_view(), name="delays_history"),
    path("delais/modifications/<int:pk>/annuler/", UndoView.as_view(), name="undo_delay"),
    path("delais/<slug:key>/", ChangeView.as_view(), name="delay"),
    path("conservation/", RetentionView.as_view(), name="retention"),
    path("logo/", LogoView.as_view(), name="logo"),
    path("logo/retirer/", RetireLogoView.as_view(), name="retire_logo"),
    path("logo/<int:pk>/image/", LogoImageView.as_view(), name="logo_image"),
    path("equipe/", TeamView.as_view(), name="team"),
    path("equipe/ajouter/", JoinTeamView.as_view(), name="join_team"),
    path("equipe/<str:group>/<int:pk>/retirer/", LeaveTeamView.as_view(), name="leave_team"),
    path(
        "organisations/<int:pk>/invitations/<int:invitation>/renouveler/",
        RenewInvitationView.as_view(),
        name="renew_invitation",
    ),
    path("invitations/<str:secret>/", InvitationView.as_view(), name="invitation"),
    path("adhesions/<int:pk>/retirer/", RevokeView.as_view(), name="revoke_membership"),
    path(
        "adhesions/<int:pk>/<str:name>/",
        MembershipTransitionView.as_view(),
        name="membership_transition",
    ),
]
