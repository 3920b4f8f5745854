"""The page of an organisation: who it is, who acts for it, what it was granted."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from directory.joining.models import Invitation
from directory.memberships.enums import MembershipRole
from directory.memberships.models import Membership
from directory.organisations.legal_forms import needs_evidence
from directory.organisations.views import OrganisationMixin
from directory.overview.history import organisation_timeline
from directory.overview.members import rows_of
from directory.people.enums import CressGroup
from directory.recognitions.verification import validity_of
from directory.representation.models import RepresentationClaim
from directory.rulebook import DirectoryRules
from workflows.presentation.files import FileLine, file_line
from workflows.presentation.links import absolute


class DetailView(OrganisationMixin, TemplateView):
    template_name = "directory/organisation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organisation = self.object
        manages = DirectoryRules.manage_organisation.verdict(self.actor, organisation)
        today = timezone.localdate()
        memberships = organisation.memberships.select_related("user").order_by("since", "pk")
        active = list(memberships.active())
        groups = self._groups(active)
        members = rows_of(active, reader=self.actor.user, manages=manages.permitted, groups=groups)
        represented = any(
            row.membership.represents and row.membership.user.is_active for row in members
        )
        return super().get_context_data(
            organisation=organisation,
            manages=manages.permitted,
            invites=manages.permitted or (not represented and self._may_invite()),
            members=members,
            eligibility_proof=self._eligibility_proof(),
            represented=represented,
            was_represented=represented or self._was_represented(),
            claim_address=absolute(reverse("directory:open_claim", args=[organisation.pk])),
            to_prove=any(row.is_self and row.membership.awaits_verification for row in members),
            claims=self._claims(groups),
            requests=memberships.requested(),
            invitations=self._invitations(),
            recognitions=[
                (recognition, validity_of(recognition, today))
                for recognition in organisation.recognitions.all()
            ],
            entries=organisation_timeline(organisation),
            cress=DirectoryRules.cress_staff.verdict(self.actor, organisation).permitted,
            manager=CressGroup.MANAGER in groups,
            **kwargs,
        )

    def _was_represented(self) -> bool:
        """Whether somebody has represented it here: one that was imported never had anybody."""
        held = self.object.memberships.belonged()
        return held.filter(role=MembershipRole.REPRESENTATIVE).exists()

    def _may_invite(self) -> bool:
        return DirectoryRules.invite_to_organisation.verdict(self.actor, self.object).permitted

    def _eligibility_proof(self) -> list[FileLine]:
        if not needs_evidence(self.object.legal_form):
            return []
        proof = self.object.eligibility_proof
        return [file_line(proof, url=proof.get_absolute_url())] if proof else []

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
