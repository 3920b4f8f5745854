"""What the removal of a logo says of itself to the pages that every kind of case shares."""

from collections.abc import Collection, Mapping, Sequence

from directory.memberships.enums import MembershipState
from directory.memberships.models import Membership
from directory.removals.models import LogoRemoval
from workflows.kinds import CaseKind, Slot, case_kind

PROOF = "removal"
CRESS = "CRESS"
BELONGED = (MembershipState.ACTIVE, MembershipState.ENDED)


@case_kind(LogoRemoval)
class RemovalKind(CaseKind):
    """An organisation and the CRESS write to each other; files come with what is shown."""

    def voices(self, case: LogoRemoval, authors: Collection[int]) -> Mapping[int, str]:
        """Whoever has been of the organisation speaks for it, even after they left."""
        people = Membership.objects.filter(
            organisation_id=case.organisation_id, user_id__in=authors, state__in=BELONGED
        )
        theirs = set(people.values_list("user_id", flat=True))
        name = case.organisation.name
        return {author: name if author in theirs else CRESS for author in authors}

    def slots(self, case: LogoRemoval) -> Sequence[Slot]:
        return [Slot(PROOF, "Ce qui montre le retrait")]
