"""What the removal of a logo says of itself to the pages that every kind of case shares."""

from collections.abc import Collection, Mapping, Sequence

from directory.memberships.voices import voices_with
from directory.removals.models import LogoRemoval
from workflows.kinds import CaseKind, Slot, case_kind

PROOF = "removal"


@case_kind(LogoRemoval)
class RemovalKind(CaseKind):
    """An organisation and the CRESS write to each other; files come with what is shown."""

    def voices(self, case: LogoRemoval, authors: Collection[int]) -> Mapping[int, str]:
        return voices_with(case.organisation, authors)

    def slots(self, case: LogoRemoval) -> Sequence[Slot]:
        return [Slot(PROOF, "Ce qui montre le retrait")]
