"""« Cette organisation est la mienne »: saying so, following it, and the CRESS's answer."""

from typing import Any

from django.urls import reverse, reverse_lazy
from django.views.generic import TemplateView

from directory.memberships.links import live_membership
from directory.memberships.representing import is_represented
from directory.organisations.views import AnyOrganisationMixin
from directory.people.signed_in import person_of
from directory.representation.forms import AcceptClaimForm, ClaimForm, ReasonForm
from directory.representation.models import RepresentationClaim
from directory.representation.operations import accept_claim, open_claim
from directory.representation.views.representatives import proofs_of
from directory.rulebook import DirectoryRules
from workflows.engine import perform, verdict
from workflows.pages.forms import ask_file_again
from workflows.pages.timeline import timeline
from workflows.pages.views import ObjectAccessMixin, OperationFormView, TransitionView


class OpenClaimView(AnyOrganisationMixin, OperationFormView):
    """Anyone with an account may say so; the CRESS, and it alone, is told."""

    template_name = "directory/claim_open.html"
    form_class = ClaimForm

    claim: RepresentationClaim

    def get_initial(self) -> dict[str, Any]:
        membership = live_membership(self.organisation, person_of(self.request))
        return {"function": membership.function if membership else ""}

    def get_form_kwargs(self) -> dict[str, Any]:
        contested = is_represented(self.organisation.pk, besides=person_of(self.request))
        return super().get_form_kwargs() | {"contested": contested}

    def operate(self, form: ClaimForm) -> str:
        self.claim = open_claim(
            organisation=self.organisation, user=person_of(self.request), **form.cleaned_data
        )
        return "La CRESS est prévenue\u00a0: elle vous répondra."

    def form_invalid(self, form: ClaimForm) -> Any:
        ask_file_again(form)
        return super().form_invalid(form)

    def get_success_url(self) -> str:
        return self.claim.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pending = person_of(self.request).claims.pending()
        return super().get_context_data(
            organisation=self.organisation,
            claim=pending.filter(organisation=self.organisation).first(),
            **kwargs,
        )


class ClaimMixin(ObjectAccessMixin):
    """Loads the claim for whoever made it and for the CRESS."""

    model = RepresentationClaim
    policy = DirectoryRules.read_claim
    select_related = ("user", "organisation")

    object: RepresentationClaim


class ClaimView(ClaimMixin, TemplateView):
    """The claim, as whoever made it and the CRESS both follow it."""

    template_name = "directory/claim.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        claim = self.object
        is_own = claim.user_id == self.actor.user.pk
        members = claim.organisation.memberships.active().select_related("user")
        return super().get_context_data(
            claim=claim,
            organisation=claim.organisation,
            is_own=is_own,
            members=[] if is_own else members.order_by("since", "pk"),
            proofs=proofs_of(claim.organisation, claim.user),
            verdict=verdict(claim, "refuse", actor=self.actor),
            entries=timeline(claim.history.all(), of=RepresentationClaim),
            **kwargs,
        )


class ClaimAnswerView(ClaimMixin, OperationFormView):
    """A page by which the direction answers, and back to the list."""

    policy = DirectoryRules.claim_judge
    success_url = reverse_lazy("directory:representatives")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            claim=self.object,
            organisation=self.object.organisation,
            verdict=verdict(self.object, "refuse", actor=self.actor),
            **kwargs,
        )


class AcceptClaimView(ClaimAnswerView):
    """The claimant becomes a confirmed representative; the direction says who leaves."""

    template_name = "directory/claim_accept.html"
    form_class = AcceptClaimForm

    def get_form_kwargs(self) -> dict[str, Any]:
        about = {"organisation": self.object.organisation, "claimant": self.object.user}
        return super().get_form_kwargs() | about

    def operate(self, form: AcceptClaimForm) -> str:
        accept_claim(self.object, actor=self.actor, **form.cleaned_data)
        return f"{self.object.user} représente maintenant {self.object.organisation}."


class RefuseClaimView(ClaimAnswerView):
    template_name = "directory/claim_refuse.html"
    form_class = ReasonForm

    def operate(self, form: ReasonForm) -> str:
        perform(self.object, "refuse", actor=self.actor, reason=form.cleaned_data["reason"])
        return "Contestation refusée. La personne est prévenue."


class ClaimTransitionView(TransitionView):
    """Giving up one's claim."""

    model = RepresentationClaim
    policy = DirectoryRules.claimant
    transitions = ("withdraw",)

    def next_url(self) -> str:
        return reverse("home")
