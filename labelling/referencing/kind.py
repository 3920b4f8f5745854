"""What a referencing says of itself to the pages that every kind of case shares."""

from collections.abc import Iterator, Sequence
from typing import Any

from labelling.instruction.kind import CHANGE_FILES, ApplicationKind, reads_drafts
from labelling.instruction.links import page_url
from labelling.referencing.models import (
    Acceptance,
    Mission,
    ReferenceCheck,
    Referencing,
    TrainedPerson,
)
from labelling.referencing.reading.contents import APPROVAL_SLOT, CONTRACT_SLOT, TAX_SLOT
from workflows.kinds import Slot, case_kind
from workflows.pages.history_rows import History

RECORDS = (TrainedPerson, Mission, Acceptance)


@case_kind(Referencing)
class ReferencingKind(ApplicationKind):
    """Files show its standing, its training, its practice, or answer a request."""

    def slots(self, case: Any) -> Sequence[Slot]:
        """Those of its parts, then what was asked; three queries at most."""
        return [*_slots_of_parts(case), *super().slots(case)]

    def records(self, case: Any, reader: Any = None) -> Sequence[Any]:
        """What clients said of it is for who instructs and who decides."""
        own = [History(model, "referencing_id", case.pk) for model in RECORDS]
        if reads_drafts(case, reader):
            own.append(History(ReferenceCheck, "mission__referencing_id", case.pk))
        return [*own, *super().records(case, reader)]


def _slots_of_parts(case: Referencing) -> Iterator[Slot]:
    if case.rests_on_approval:
        where = page_url("standing", case)
        yield Slot(APPROVAL_SLOT, "Arrêté d’agrément ESUS", CHANGE_FILES, where)
    where = page_url("people", case)
    for person in TrainedPerson.objects.filter(referencing=case).order_by("pk"):
        action = "" if person.removed_at else CHANGE_FILES
        yield Slot(person.slot, f"Attestation de formation de {person}", action, where)
    where = page_url("pieces", case)
    yield Slot(TAX_SLOT, "Attestation fiscale", CHANGE_FILES, where)
    yield Slot(CONTRACT_SLOT, "Contrat ou convention type", CHANGE_FILES, where)
