"""What a dossier says of itself to the pages that every kind of case shares."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from directory.accompaniments.models import Accompaniment
from directory.charters.enums import PrincipleKey
from labelling.dossiers.models import Dossier
from labelling.evidence.models import AssemblyPresentation, Evidence, InternalPresentation
from labelling.instruction.kind import CHANGE_FILES, ApplicationKind
from workflows.kinds import Slot, case_kind

RECORDS = (Evidence, AssemblyPresentation, InternalPresentation)


@case_kind(Dossier)
class DossierKind(ApplicationKind):
    """Files answer a principle, or a request."""

    def slots(self, case: Any) -> Sequence[Slot]:
        """The six principles, then what was asked; one query."""
        return [*(_slot_of_principle(case, key) for key in PrincipleKey), *super().slots(case)]

    def records(self, case: Any, reader: Any = None) -> Sequence[Any]:
        own = [model.history.filter(dossier_id=case.pk) for model in RECORDS]
        own.append(Accompaniment.history.filter(case_id=case.pk))
        return [*own, *super().records(case, reader)]


def _slot_of_principle(dossier: Dossier, key: PrincipleKey) -> Slot:
    """« Principe 2, État des parties prenantes », « Procès-verbal de l’AG »."""
    if key == PrincipleKey.PRESENTATION:
        url = reverse("labelling:presentation", args=[dossier.pk])
        label = "Procès-verbal de l’AG"
        return Slot(AssemblyPresentation.MINUTES_SLOT, label, CHANGE_FILES, url)
    position = list(PrincipleKey).index(key) + 1
    url = reverse("labelling:principle", args=[dossier.pk, key])
    return Slot(f"principle:{key}", f"Principe {position}, {key.label}", CHANGE_FILES, url)
