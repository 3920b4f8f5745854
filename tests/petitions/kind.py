"""What a petition says of itself to the pages that every kind of case shares."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from tests.petitions.models import Petition, Tally
from workflows.kinds import CaseKind, Slot, case_kind
from workflows.pages.history_rows import History

SLOTS = (
    Slot("grounds", "Motifs", "illustrate", "/petitions/motifs/"),
    Slot("plan", "Plan des lieux", "illustrate"),
    Slot("answer", "Réponse du comité"),
)


@case_kind(Petition)
class PetitionKind(CaseKind):
    def voices(self, case: Petition, authors: Collection[int]) -> Mapping[int, str]:
        return {author: "Bureau des pétitions" for author in authors if author == case.assignee_id}

    def slots(self, case: Petition) -> Sequence[Slot]:
        return SLOTS

    def records(self, case: Petition, reader: Any = None) -> Sequence[Any]:
        return [History(Tally, "petition_id", case.pk)]
