"""The page of an organisation: who it is, who acts for it, what it was granted."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from directory.enums import CressGroup
from directory.forms.organisations import AmendForm, FactsForm, InviteForm
from directory.history import organisation_timeline
from directory.membership_rows import rows_of
from directory.models import Invitation, Membership, Organisation, RepresentationClaim
from directory.operations.invitations import invite, withdraw_invitation
from directory.operations.organisations import amend_organisation
from directory.verification import validity_of
from workflows.pages.views import ObjectAccessMixin, OperationFormView, TransitionView
from workflows.policies import get_policy


class OrganisationMixin(ObjectAccessMixin):
    """Loads the organisation for its members and the CRESS."""

    model = Organisation
    policy = "directory.read_organisation"


class ManagedOrganisationMixin(ObjectAccessMixin):
    """Loads the organisation for those who represent it."""

    model = Organisation
    policy = "directory.manage_organisation"


class DetailView(OrganisationMixin, TemplateView):
    template_name = "directory/organisation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organisation = self.object
        manages = get_policy("directory.manage_organisation").verdict(self.actor, organisation)
        today = timezone.localdate()
        memberships = organisation.memberships.select_related("user").order_by("since", "pk")
        active = list(memberships.active())
        groups = self._groups(active)
        members = rows_of(active, reader=self.actor.user, manages=manages.permitted, groups=groups)
        return super().get_context_data(
            organisation=organisation,
            manages=manages.permitted,
            members=members,
            represented=any(
                row.membership.represents and row.membership.user.is_active for row in members
            ),
            to_prove=any(row.is_self and row.membership.awaits_verification for row in members),
            claims=self._claims(groups),
            requests=memberships.requested(),
            invitations=self._invitations(),
            recognitions=[
                (recognition, validity_of(recognition, today))
                for recognition in organisation.recognitions.all()
            ],
            entries=organisation_timeline(organisation),
            **kwargs,
        )

    def _groups(self, active: Sequence[Membership]) -> set[str]:
        """Those of the reader; none for a member, who has no say for the CRESS here."""
        if any(membership.user_id == self.actor.user.pk for membership in active):
            return set()
        return set(self.actor.user.groups.values_list("name", flat=True))

    def _claims(self, groups: set[str]) -> Sequence[RepresentationClaim]:
        """For the CRESS alone: those who say that the organisation is theirs."""
        if groups.isdisjoint(CressGroup.values):
            return []
        claims = RepresentationClaim.objects.pending_for(self.actor.user)
        return list(claims.filter(organisation=self.object).select_related("user"))

    def _invitations(self) -> list[tuple[Invitation, bool]]:
        """Those not accepted yet, each with whether its link still opens."""
        now = timezone.now()
        unanswered = self.object.invitations.unanswered()
        found = unanswered.select_related("invited_by").order_by("sent_at", "pk")
        return [(invitation, invitation.expires_at >= now) for invitation in found]


class OrganisationFormView(ManagedOrganisationMixin, OperationFormView):
    """A form about the organisation, and back to its page."""

    def get_success_url(self) -> str:
        url: str = self.object.get_absolute_url()
        return url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(organisation=self.object, **kwargs)


class AmendView(OrganisationFormView):
    """Correcting what the organisation says of itself."""

    template_name = "directory/amend.html"
    form_class = AmendForm

    def get_initial(self) -> dict[str, Any]:
        facts = {name: getattr(self.object, name) for name in FactsForm.base_fields}
        return facts | {"seen": self.object.history_head}

    def recorded_now(self) -> dict[str, Any] | None:
        self.object.refresh_from_db()
        return self.get_initial()

    def operate(self, form: AmendForm) -> str:
        amend_organisation(self.object, actor=self.actor, **form.cleaned_data)
        return "Modifications enregistrées."


class InviteView(OrganisationFormView):
    """Inviting a contributor, or another representative."""

    template_name = "directory/invite.html"
    form_class = InviteForm

    def operate(self, form: InviteForm) -> str:
        invitation = invite(organisation=self.object, by=self.actor.user, **form.cleaned_data)
        return f"Invitation envoyée à {invitation.email}."


class WithdrawInvitationView(ManagedOrganisationMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
        found = get_object_or_404(self.object.invitations, pk=invitation)
        withdraw_invitation(found, actor=self.actor)
        messages.success(request, f"Invitation à {found.email} annulée.")
        return HttpResponseRedirect(self.object.get_absolute_url())


class MembershipTransitionView(TransitionView):
    """Answering a request, naming a representative, ending an access."""

    model = Membership
    policy = "directory.membership_party"
    select_related = ("organisation",)
    transitions = ("accept", "decline", "promote", "end")

    def next_url(self) -> str:
        """The organisation's page, which whoever just left it no longer reads."""
        reader = get_policy("directory.read_organisation").verdict(
            self.actor, self.object.organisation
        )
        url: str = self.object.organisation.get_absolute_url()
        return url if reader.permitted else reverse("home")
