"""What time brings: an exchange is asked around mid-term, and dropped with what it is about."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from directory.delays.calendar import months_before
from directory.delays.in_force import delay
from directory.recognitions.enums import LIVE, RecognitionState
from directory.recognitions.models import Recognition
from labelling.exchanges.models import OPEN, ProgressExchange
from labelling.exchanges.operations import ask_exchange, exchange_window
from workflows.background.ticking import TICK, Due, on_tick, transition_due
from workflows.presentation.french import format_date

# Months backwards and forwards differ by their ends: what SQL finds, the calendar settles.
SLACK = timedelta(days=3)


@on_tick("progress_exchanges", "asked", "lifted")
def progress_exchanges(at: datetime) -> Iterator[Due]:
    """Asked once of what runs and has come to its window; dropped when it runs no more."""
    today = timezone.localdate(at)
    for recognition in _near_their_middle(today).order_by("pk"):
        asked_on, due_on = exchange_window(recognition.valid_from)
        if asked_on <= today < due_on:
            yield Due(
                row=recognition,
                does=("asked",),
                words="Demander l’échange de progrès",
                why=f"valable depuis le {format_date(recognition.valid_from)}",
                do=partial(_ask, recognition, at),
            )
    over = ProgressExchange.objects.filter(state__in=OPEN).exclude(recognition__state__in=LIVE)
    for exchange in over.select_related("recognition").order_by("pk"):
        why = f"{exchange.recognition} a pris fin"
        yield transition_due(exchange, "lift", does=("lifted",), why=why, at=at)


def _ask(recognition: Recognition, at: datetime) -> bool:
    """False when it was asked, or the recognition ended, meanwhile."""
    standing = Recognition.objects.filter(pk=recognition.pk).locked()
    if not list(standing) or not _unasked(standing).exists():
        return False
    ask_exchange(recognition, actor=TICK, at=at)
    return True


def _near_their_middle(today: date) -> "QuerySet[Recognition]":
    middle = delay("progress_exchange_months", on=today).number
    around = delay("progress_exchange_around_months", on=today).number
    first = months_before(today, middle + around) - SLACK
    last = months_before(today, middle - around) + SLACK
    found = Recognition.objects.filter(valid_from__range=(first, last))
    return _unasked(found).select_related("organisation")


def _unasked(found: "QuerySet[Recognition]") -> "QuerySet[Recognition]":
    asked = ProgressExchange.objects.filter(recognition=OuterRef("pk"))
    return found.filter(~Exists(asked), state=RecognitionState.ACTIVE)
