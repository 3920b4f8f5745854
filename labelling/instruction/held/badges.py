"""How an application shows in a list once what it was granted may be worth nothing any more."""

from collections.abc import Sequence
from typing import TypeVar

from django.utils import timezone

from directory.recognitions.models import Recognition
from directory.recognitions.verification import validity_of
from labelling.instruction.enums import ApplicationState
from labelling.instruction.models import Application

Kind = TypeVar("Kind", bound=Application)
Badge = tuple[str, str, str]  # tone, icon, words


def with_badges(applications: Sequence[Kind]) -> list[tuple[Kind, Badge]]:
    """Each with its badge; one query, if any of them was granted something."""
    granted = [each.pk for each in applications if each.state == ApplicationState.VALIDATED]
    found = Recognition.objects.filter(case__in=granted) if granted else ()
    held = {recognition.case_id: recognition for recognition in found}
    return [(each, badge_of(each, held.get(each.pk))) for each in applications]


def badge_of(application: Application, recognition: Recognition | None) -> Badge:
    """« Validé » or « Référencé » while that holds; what became of it, from then on. No query."""
    if recognition is not None:
        validity = validity_of(recognition, timezone.localdate())
        if validity.means:
            return validity.tone, validity.icon, validity.word
    state = application.state_info
    return state.tone, state.icon, state.label
