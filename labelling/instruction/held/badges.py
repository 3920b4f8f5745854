"""How an application shows in a list once what it was granted may be worth nothing any more."""

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.utils import timezone

from directory.recognitions.enums import RecognitionKind
from directory.recognitions.models import Recognition
from directory.recognitions.verification import NOUNS, Validity, validity_of, validity_on
from labelling.instruction.enums import ApplicationState
from labelling.instruction.models import Application
from workflows.compiled_sql import Question, as_given, keys_to_come

Kind = TypeVar("Kind", bound=Application)
Badge = tuple[str, str, str]  # tone, icon, words
Worth = tuple[str, Validity]  # the kind of what was granted, and what it is worth


def with_badges(applications: Sequence[Kind]) -> list[tuple[Kind, Badge]]:
    """Each with its badge: « Validé » or « Référencé » while that holds; what became of it, from
    then on. One query, if any of them was granted something."""
    found = no_longer_valid([(each.pk, each.state) for each in applications])
    worth = {key: validity for key, (_, validity) in found.items()}
    return [(each, _badge(each, worth.get(each.pk))) for each in applications]


def badge_of(application: Application, recognition: Recognition | None) -> Badge:
    """The same, of what it was granted, if anything. No query."""
    validity = recognition and validity_of(recognition, timezone.localdate())
    return _badge(application, validity if validity and validity.means else None)


def words_of(worth: Worth | None) -> str:
    """« Label expiré », beside the state of an application; empty while what it was granted holds,
    and before."""
    if worth is None:
        return ""
    kind, validity = worth
    return f"{NOUNS[RecognitionKind(kind)].capitalize()} {validity.word.lower()}"


def no_longer_valid(applications: Sequence[tuple[int, str]]) -> dict[int, Worth]:
    """By key, what those (key, state) were granted is worth, where it is not plainly valid.

    One query, if any of them was granted something.
    """
    granted = [key for key, state in applications if state == ApplicationState.VALIDATED]
    if not granted:
        return {}
    today = timezone.localdate()
    found = [
        (key, (kind, validity_on(today, state, until)))
        for key, kind, state, until in _granted_to.rows(len(granted), **as_given(granted))
    ]
    return {key: worth for key, worth in found if worth[1].means}


@Question
def _granted_to(number: int) -> "QuerySet[Any, Any]":
    found = Recognition.objects.filter(case__pk__in=keys_to_come(number))
    return found.values_list("case_id", "kind", "state", "valid_until")


def _badge(application: Application, worth: Validity | None) -> Badge:
    if worth is not None:
        return worth.tone, worth.icon, worth.word
    state = application.state_info
    return state.tone, state.icon, state.label
