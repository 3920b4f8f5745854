"""Who speaks for an organisation: what people show of it, and what the CRESS makes of it."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.views import View
from django.views.generic import TemplateView

from directory.memberships.models import Membership
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.representation.forms import ProofForm, ReasonForm, VerifyForm
from directory.representation.models import RepresentationClaim, RepresentationProof
from directory.representation.operations import show_proof, verify_representative
from directory.rulebook import DirectoryRules
from workflows.engine import perform, verdict
from workflows.pages.forms import ask_file_again
from workflows.pages.paging import page_of
from workflows.pages.serving import serve
from workflows.pages.views import ObjectAccessMixin, OperationFormView, RoleAccessMixin
from workflows.presentation.files import FileLine, file_line

CLAIMS_SHOWN = 50


def proofs_of(organisation: Organisation, user: User) -> list[FileLine]:
    """What `user` has shown of their right to speak for `organisation`, ready to list."""
    shown = RepresentationProof.objects.filter(organisation=organisation, uploaded_by=user)
    return [file_line(proof, url=proof.get_absolute_url()) for proof in shown]


def with_proof(found: "QuerySet[Any]") -> "QuerySet[Any]":
    """`found`, memberships or claims, each with whether its person has shown something."""
    shown = RepresentationProof.objects.filter(
        organisation=OuterRef("organisation"), uploaded_by=OuterRef("user")
    )
    people = found.select_related("user", "organisation")
    return people.annotate(has_proof=Exists(shown))


class RepresentativesView(RoleAccessMixin, TemplateView):
    """What waits for the CRESS: claims, then the representatives to verify, the oldest first."""

    policy = DirectoryRules.cress_staff
    template_name = "directory/representatives.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reader = self.actor.user
        claims = with_proof(RepresentationClaim.objects.pending_for(reader))
        to_verify = with_proof(Membership.objects.to_verify_by(reader)).order_by("since", "pk")
        return super().get_context_data(
            claims=claims.order_by("opened_at", "pk")[:CLAIMS_SHOWN],
            page=page_of(to_verify, self.request),
            **kwargs,
        )


class MembershipFormView(ObjectAccessMixin, OperationFormView):
    """A page of the CRESS about one membership, and back to the list."""

    model = Membership
    policy = DirectoryRules.membership_verifier
    select_related = ("user", "organisation", "verified_by")
    success_url = reverse_lazy("directory:representatives")
    transition: str

    object: Membership

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        membership = self.object
        claims = RepresentationClaim.objects.pending_for(self.actor.user)
        return super().get_context_data(
            membership=membership,
            organisation=membership.organisation,
            verdict=verdict(membership, self.transition, actor=self.actor),
            proofs=proofs_of(membership.organisation, membership.user),
            claims=claims.filter(organisation=membership.organisation).select_related("user"),
            **kwargs,
        )


class VerifyRepresentativeView(MembershipFormView):
    """What the person shows, what the CRESS makes of it, and « Confirmer »."""

    template_name = "directory/representative_verify.html"
    form_class = VerifyForm
    transition = "verify"

    def operate(self, form: VerifyForm) -> str:
        verify_representative(self.object, actor=self.actor, **form.cleaned_data)
        return f"C’est vérifié\u00a0: {self.object.user} représente l’organisation."


class EndingView(MembershipFormView):
    """A page that says why the CRESS ends an access."""

    form_class = ReasonForm
    done: str

    def operate(self, form: ReasonForm) -> str:
        reason = form.cleaned_data["reason"]
        perform(self.object, self.transition, actor=self.actor, reason=reason)
        return self.done.format(self.object.user)


class RejectRepresentativeView(EndingView):
    """« Ne pas confirmer »: the access ends, and the person is told why."""

    template_name = "directory/representative_reject.html"
    transition = "reject_verification"
    done = "La représentation n’est pas confirmée\u00a0: {} n’agit plus pour l’organisation."


class RevokeView(EndingView):
    """The direction ends an access, whosever it is."""

    policy = DirectoryRules.membership_director
    template_name = "directory/membership_revoke.html"
    transition = "revoke"
    done = "{} n’agit plus pour l’organisation."

    def get_success_url(self) -> str:
        return self.object.organisation.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = Membership.objects.representatives().exclude(pk=self.object.pk)
        stays = others.filter(organisation=self.object.organisation).exists()
        is_last = self.object.represents and not stays
        return super().get_context_data(is_last=is_last, **kwargs)


class ProveView(ObjectAccessMixin, OperationFormView):
    """Someone shows that they speak for an organisation."""

    model = Organisation
    policy = DirectoryRules.prove_representation
    template_name = "directory/prove.html"
    form_class = ProofForm

    def operate(self, form: ProofForm) -> str:
        upload = form.cleaned_data["proof"]
        show_proof(organisation=self.object, user=self.actor.user, upload=upload)
        return "Preuve envoyée à la CRESS."

    def form_invalid(self, form: ProofForm) -> Any:
        ask_file_again(form)
        return super().form_invalid(form)

    def get_success_url(self) -> str:
        return reverse("directory:prove", kwargs={"pk": self.object.pk})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = Membership.objects.active().filter(user=self.actor.user)
        return super().get_context_data(
            organisation=self.object,
            membership=mine.filter(organisation=self.object).first(),
            claim=self.actor.user.claims.pending().filter(organisation=self.object).first(),
            proofs=proofs_of(self.object, self.actor.user),
            **kwargs,
        )


class ProofView(ObjectAccessMixin, View):
    """The bytes of a proof, for whoever attached it and for the CRESS."""

    model = RepresentationProof
    policy = DirectoryRules.read_proof

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return serve(request, self.object, back_url=reverse("home"))
