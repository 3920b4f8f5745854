"""What a dossier says of itself to the pages that every kind of case shares."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.urls import reverse

from directory.charters.enums import PrincipleKey
from directory.memberships.enums import MembershipState
from directory.memberships.models import Membership
from labelling.dossiers.models import Dossier
from labelling.evidence.models import AssemblyPresentation, Evidence, InternalPresentation
from labelling.instruction.models import Assessment, Complement
from workflows.kinds import CaseKind, Slot, case_kind
from workflows.presentation.french import NBSP

RECORDS = (Evidence, AssemblyPresentation, InternalPresentation, Complement, Assessment)
WRITE = "write_evidence"  # the action of the law by which files come and go
CRESS = "CRESS"
BELONGED = (MembershipState.ACTIVE, MembershipState.ENDED)


@case_kind(Dossier)
class DossierKind(CaseKind):
    """A structure and the CRESS write to each other; files answer a principle or a request."""

    def voices(self, case: Dossier, authors: Collection[int]) -> Mapping[int, str]:
        """Whoever has been of the structure speaks for it, even after they left."""
        people = Membership.objects.filter(
            organisation_id=case.organisation_id, user_id__in=authors, state__in=BELONGED
        )
        theirs = set(people.values_list("user_id", flat=True))
        name = case.organisation.name
        return {author: name if author in theirs else CRESS for author in authors}

    def slots(self, case: Dossier) -> Sequence[Slot]:
        """The six principles, then what was asked; one query."""
        asked = list(case.complements.all())
        return [
            *(_slot_of_principle(case, key) for key in PrincipleKey),
            *(_slot_of_answer(case, item, asked[-1].round) for item in asked),
        ]

    def records(self, case: Dossier) -> Sequence[Any]:
        return [model.history.filter(dossier_id=case.pk) for model in RECORDS]


def _slot_of_principle(dossier: Dossier, key: PrincipleKey) -> Slot:
    """« Principe 2, État des parties prenantes », « Procès-verbal de l’AG »."""
    if key == PrincipleKey.PRESENTATION:
        url = reverse("labelling:presentation", args=[dossier.pk])
        return Slot(AssemblyPresentation.MINUTES_SLOT, "Procès-verbal de l’AG", WRITE, url)
    position = list(PrincipleKey).index(key) + 1
    url = reverse("labelling:principle", args=[dossier.pk, key])
    return Slot(f"principle:{key}", f"Principe {position}, {key.label}", WRITE, url)


def _slot_of_answer(dossier: Dossier, asked: Complement, last_round: int) -> Slot:
    """« Réponse à « Le plan daté. » »; what was answered in a former round stays as it was."""
    label = f"Réponse à «{NBSP}{asked}{NBSP}»"
    if asked.round != last_round:
        return Slot(asked.slot, label)
    url = reverse("labelling:complements", args=[dossier.pk])
    return Slot(asked.slot, label, WRITE, f"{url}#demande-{asked.pk}")
