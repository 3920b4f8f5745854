"""Questions to the table of memberships."""

from typing import Any

from django.db import models
from django.db.models import Q

from directory.memberships.enums import MembershipRole, MembershipState

LIVE_MEMBERSHIPS = (MembershipState.REQUESTED, MembershipState.ACTIVE)
BELONGED = (MembershipState.ACTIVE, MembershipState.ENDED)
TO_VERIFY = Q(
    state=MembershipState.ACTIVE, role=MembershipRole.REPRESENTATIVE, verified_at__isnull=True
)


class MembershipQuerySet(models.QuerySet[Any]):
    def live(self) -> "MembershipQuerySet":
        """Asked for or active: at most one per person and organisation."""
        return self.filter(state__in=LIVE_MEMBERSHIPS)

    def active(self) -> "MembershipQuerySet":
        return self.filter(state=MembershipState.ACTIVE)

    def belonged(self) -> "MembershipQuerySet":
        """Active, or that has been."""
        return self.filter(state__in=BELONGED)

    def requested(self) -> "MembershipQuerySet":
        return self.filter(state=MembershipState.REQUESTED)

    def representatives(self) -> "MembershipQuerySet":
        """Those who may sign for an organisation; a closed account signs nothing any more."""
        return self.active().filter(role=MembershipRole.REPRESENTATIVE, user__is_active=True)

    def verified(self) -> "MembershipQuerySet":
        """The representatives whom the CRESS, or one of them, confirmed: they sign and file."""
        return self.representatives().filter(verified_at__isnull=False)

    def to_verify(self) -> "MembershipQuerySet":
        """The representatives whom nobody confirmed yet."""
        return self.filter(TO_VERIFY, user__is_active=True)

    def to_verify_by(self, user: Any) -> "MembershipQuerySet":
        """Those that `user`, of the CRESS, may verify: never in an organisation of their own."""
        theirs = self.model._default_manager.active().filter(user=user)
        return self.to_verify().exclude(organisation__in=theirs.values("organisation"))

    def to_answer_by(self, user: Any) -> "MembershipQuerySet":
        """The requests to join that `user`, as a legal representative, has to answer."""
        represented = self.model._default_manager.representatives().filter(user=user)
        return self.requested().filter(organisation__in=represented.values("organisation"))
