"""The labels that end between two days, one by one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import DateField, Exists, OuterRef, QuerySet

from directory.recognitions.enums import LIVE, RecognitionKind, RecognitionState
from directory.recognitions.models import Recognition
from labelling.dossiers.models import Dossier
from labelling.instruction.states import OPEN
from workflows.compiled_sql import Given, Question, as_given, keys_to_come
from workflows.presentation.links import url_to

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


def endings(start: date, stop: date, *, skip: int, most: int) -> list[Ending]:
    """From `start` on, before `stop`, the first to end first: `most` of them after `skip`.

    Two queries: what is done of each is asked of those that are shown alone.
    """
    keys = [key for (key,) in _first_to_end.rows(skip, most, start=start, stop=stop)]
    return [_told(*row) for row in _shown.rows(len(keys), **as_given(keys))]


@Question
def _first_to_end(skip: int, most: int) -> "QuerySet[Any, Any]":
    start, stop = Given("start", DateField()), Given("stop", DateField())
    found = Recognition.objects.filter(
        kind=RecognitionKind.LABEL, state__in=LIVE, valid_until__gte=start, valid_until__lt=stop
    )
    return found.order_by(*ORDER).values_list("pk")[skip : skip + most]


@Question
def _shown(number: int) -> "QuerySet[Any, Any]":
    """So many, each with what is done of it."""
    following = Recognition.objects.running().filter(previous=OuterRef("pk"))
    asked = Dossier.objects.filter(organisation=OuterRef("organisation"), state__in=OPEN)
    shown = Recognition.objects.filter(pk__in=keys_to_come(number)).order_by(*ORDER)
    return shown.values_list(
        "organisation__name",
        "organisation_id",
        "number",
        "valid_until",
        "state",
        Exists(following),
        Exists(asked),
    )


def _told(
    name: str, key: int, number: str, ends: date, state: str, followed: bool, asked: bool
) -> Ending:
    status = RENEWED if followed else ASKED if asked else WITHOUT
    url = url_to("directory:organisation", key)
    return Ending(name, url, number, ends, status, state == RecognitionState.SUSPENDED)
