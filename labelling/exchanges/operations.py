"""Asking for a progress exchange, sending what it asks, answering it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from directory.delays.calendar import add_months
from directory.delays.in_force import delay
from directory.recognitions.models import Recognition
from labelling.exchanges.inputs import ProgressReport, ReportAnswer
from labelling.exchanges.kind import REPORT
from labelling.exchanges.models import ProgressExchange
from workflows.actors import Actor
from workflows.correspondence.operations import attach_all
from workflows.engine import create, perform
from workflows.numbering import next_number


def exchange_window(valid_from: date) -> tuple[date, date]:
    """The day on which it is asked, and the last day to send it: at mid-term, two months around."""
    middle = delay("progress_exchange_months").number
    around = delay("progress_exchange_around_months").number
    return add_months(valid_from, middle - around), add_months(valid_from, middle + around)


@transaction.atomic
def ask_exchange(recognition: Recognition, *, actor: Actor, at: datetime) -> ProgressExchange:
    """Ask it of whoever holds `recognition`; the caller holds its row, and knows of no other.

    Asked late, it leaves some time all the same.
    """
    today = timezone.localdate(at)
    _, due_on = exchange_window(recognition.valid_from)
    least = delay("progress_exchange_least", on=today).after(today)
    exchange = ProgressExchange(
        organisation=recognition.organisation,
        recognition=recognition,
        kind=ProgressExchange._meta.label_lower,
        title=recognition.organisation.name,
        reference=next_number(ProgressExchange.series, today.year),
        opened_at=at,
        due_on=max(due_on, least),
    )
    return create(exchange, actor=actor, action="ask", at=at)


@transaction.atomic
def send_report(
    exchange: ProgressExchange,
    *,
    report: ProgressReport,
    uploads: Sequence[UploadedFile[Any]] = (),
    actor: Actor,
    at: datetime | None = None,
) -> ProgressExchange:
    """Send it to the CRESS, with its files: both, or nothing. Raises Forbidden, Stale, Refused."""
    perform(exchange, "send_report", actor=actor, data=report, at=at)
    attach_all(exchange, slot=REPORT, uploads=uploads, by=actor.user, at=at)
    return exchange


def answer_report(
    exchange: ProgressExchange, *, words: str, actor: Actor, at: datetime | None = None
) -> ProgressExchange:
    """Say what the CRESS thinks of it. Raises Forbidden, Stale, Refused without a word."""
    return perform(exchange, "answer_report", actor=actor, data=ReportAnswer(words), at=at)
