"""The labels that end between two days, one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, Exists, OuterRef, QuerySet

from directory.recognitions.enums import LIVE, RecognitionKind, RecognitionState
from directory.recognitions.models import Recognition
from labelling.dossiers.models import Dossier
from labelling.instruction.states import OPEN
from workflows.compiled_sql import Given, Question, as_given, keys_to_come

ORDER = ("valid_until", "pk")
# tone, icon, words: as the dots of the months
RENEWED = ("ok", "check-circle", "Déjà renouvelé")
ASKED = ("info", "clock", "Dossier en cours")
WITHOUT = ("stop", "alert", "Sans dossier")


@dataclass(frozen=True, slots=True)
class Ending:
    """One of them, and what is done of it: tone, icon, words."""

    name: str
    url: str
    number: str
    ends: date
    status: tuple[str, str, str]
    suspended: bool


def endings(start: date, stop: date, *, skip: int, most: int) -> list[Any]:
    """From `start` on, before `stop`, the first to end first: `most` of them after `skip`.

    Two queries: what is done of each is asked of those that are shown alone.
    """
    keys = [key for (key,) in _first_to_end.rows(skip, most, start=start, stop=stop)]
    return _shown.objects(len(keys), **as_given(keys))


@Question
def _first_to_end(skip: int, most: int) -> "QuerySet[Any, Any]":
    start, stop = Given("start", DateField()), Given("stop", DateField())
    found = Recognition.objects.filter(
        kind=RecognitionKind.LABEL, state__in=LIVE, valid_until__gte=start, valid_until__lt=stop
    )
    return found.order_by(*ORDER).values_list("pk")[skip : skip + most]


@Question
def _shown(number: int) -> "QuerySet[Any]":
    """So many, each with what is done of it."""
    following = Recognition.objects.running().filter(previous=OuterRef("pk"))
    asked = Dossier.objects.filter(organisation=OuterRef("organisation"), state__in=OPEN)
    shown = Recognition.objects.filter(pk__in=keys_to_come(number))
    shown = shown.select_related("organisation").order_by(*ORDER)
    return shown.annotate(followed=Exists(following), asked=Exists(asked))


def told(found: Sequence[Any]) -> list[Ending]:
    """Rows of `endings`, to show."""
    return [
        Ending(
            row.organisation.name,
            row.organisation.get_absolute_url(),
            row.number,
            row.valid_until,
            RENEWED if row.followed else ASKED if row.asked else WITHOUT,
            row.state == RecognitionState.SUSPENDED,
        )
        for row in found
    ]
