"""What a dossier says of itself to the pages that every kind of case shares."""

from collections.abc import Sequence
from typing import Any

from directory.accompaniments.models import Accompaniment
from directory.charters.enums import PrincipleKey
from labelling.dossiers.models import Dossier
from labelling.evidence.models import AssemblyPresentation, Evidence, InternalPresentation
from labelling.instruction.kind import CHANGE_FILES, ApplicationKind, slots_of_answers
from labelling.instruction.models import Complement
from labelling.instruction.models.recorded import complements_on
from labelling.renewal.models import TermReport
from workflows.kinds import Slot, case_kind
from workflows.pages.history_rows import History
from workflows.presentation.links import url_to

RECORDS = (Evidence, AssemblyPresentation, InternalPresentation, TermReport)


@case_kind(Dossier)
class DossierKind(ApplicationKind):
    """Files answer a principle, or a request."""

    def slots(self, case: Any) -> Sequence[Slot]:
        """The six principles, then what was asked; one query."""
        return slots_of(case, complements_on(case))

    def records(self, case: Any, reader: Any = None) -> Sequence[Any]:
        own = [History(model, "dossier_id", case.pk) for model in RECORDS]
        own.append(History(Accompaniment, "case_id", case.pk))
        return [*own, *super().records(case, reader)]


def slots_of(dossier: Dossier, asked: Sequence[Complement]) -> list[Slot]:
    """As `DossierKind.slots`, when all that was `asked` is known."""
    principles = [_slot_of_principle(dossier, key) for key in PrincipleKey]
    return [*principles, *slots_of_answers(dossier, asked)]


def _slot_of_principle(dossier: Dossier, key: PrincipleKey) -> Slot:
    """« Principe 2, État des parties prenantes », « Procès-verbal de l’AG »."""
    if key == PrincipleKey.PRESENTATION:
        url = url_to("labelling:presentation", dossier.pk)
        label = "Procès-verbal de l’AG"
        return Slot(AssemblyPresentation.MINUTES_SLOT, label, CHANGE_FILES, url)
    position = list(PrincipleKey).index(key) + 1
    url = url_to("labelling:principle", dossier.pk, key)
    return Slot(f"principle:{key}", f"Principe {position}, {key.label}", CHANGE_FILES, url)
