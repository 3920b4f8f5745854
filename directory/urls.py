"""Pages of the directory: public register and charter, organisations and their people."""

from django.urls import path

from directory.views import (
    charter,
    claim,
    declaration,
    invitation,
    organisation,
    register,
    representation,
    team,
)

app_name = "directory"

urlpatterns = [
    path("registre/", register.RegisterView.as_view(), name="register"),
    path("registre/<str:number>/", register.RecognitionView.as_view(), name="recognition"),
    path("verifier/", register.VerifyView.as_view(), name="verify"),
    path("charte/", charter.CharterView.as_view(), name="charter"),
    path("charte/<int:number>/", charter.CharterView.as_view(), name="charter_version"),
    path("charte/<int:number>/texte/", charter.CharterTextView.as_view(), name="charter_text"),
    path("organisations/nouvelle/", declaration.DeclareView.as_view(), name="declare"),
    path("organisations/<int:pk>/", organisation.DetailView.as_view(), name="organisation"),
    path("organisations/<int:pk>/modifier/", organisation.AmendView.as_view(), name="amend"),
    path("organisations/<int:pk>/rejoindre/", declaration.JoinView.as_view(), name="join"),
    path("organisations/<int:pk>/inviter/", organisation.InviteView.as_view(), name="invite"),
    path(
        "organisations/<int:pk>/invitations/<int:invitation>/annuler/",
        organisation.WithdrawInvitationView.as_view(),
        name="withdraw_invitation",
    ),
    path("organisations/<int:pk>/preuve/", representation.ProveView.as_view(), name="prove"),
    path("preuves/<int:pk>/", representation.ProofView.as_view(), name="proof"),
    path("organisations/<int:pk>/contester/", claim.OpenClaimView.as_view(), name="open_claim"),
    path("contestations/<int:pk>/", claim.ClaimView.as_view(), name="claim"),
    path("contestations/<int:pk>/accepter/", claim.AcceptClaimView.as_view(), name="accept_claim"),
    path("contestations/<int:pk>/refuser/", claim.RefuseClaimView.as_view(), name="refuse_claim"),
    path(
        "contestations/<int:pk>/retirer/",
        claim.ClaimTransitionView.as_view(),
        {"name": "withdraw"},
        name="withdraw_claim",
    ),
    path(
        "representants/",
        representation.RepresentativesView.as_view(),
        name="representatives",
    ),
    path(
        "representants/<int:pk>/",
        representation.VerifyRepresentativeView.as_view(),
        name="verify_representative",
    ),
    path(
        "representants/<int:pk>/ne-pas-confirmer/",
        representation.RejectRepresentativeView.as_view(),
        name="reject_representative",
    ),
    path("equipe/", team.TeamView.as_view(), name="team"),
    path("equipe/ajouter/", team.JoinTeamView.as_view(), name="join_team"),
    path("equipe/<str:group>/<int:pk>/retirer/", team.LeaveTeamView.as_view(), name="leave_team"),
    path("invitations/<str:secret>/", invitation.InvitationView.as_view(), name="invitation"),
    path(
        "adhesions/<int:pk>/retirer/", representation.RevokeView.as_view(), name="revoke_membership"
    ),
    path(
        "adhesions/<int:pk>/<str:name>/",
        organisation.MembershipTransitionView.as_view(),
        name="membership_transition",
    ),
]
