"""Granting a recognition, and what time brings to it."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from directory.charters.models import Signature
from directory.organisations.models import Organisation
from directory.recognitions.enums import RecognitionKind, RecognitionState
from directory.recognitions.inputs import Extension
from directory.recognitions.models import Recognition
from directory.recognitions.querysets import RecognitionQuerySet
from directory.recognitions.validity import (
    end_of_validity,
    series_of,
    start_of_renewal,
    validity_years,
)
from workflows.actors import Actor
from workflows.background.ticking import Counts, Due, Sweep, carry_out, transition_due
from workflows.engine import create, perform
from workflows.models import Case
from workflows.numbering import next_number
from workflows.presentation.french import format_date

RENEWS = Q(previous__state=RecognitionState.ACTIVE)
COUNTED = ("renewed", "started", "resumed", "expired")


@transaction.atomic
def grant(
    *,
    organisation: Organisation,
    kind: RecognitionKind,
    signature: Signature,
    case: Case,
    at: datetime,
    actor: Actor,
) -> Recognition:
    """Grant a recognition of `kind` for the years that the rule of the day gives (see `validity`).

    It starts on the day of the decision `at` (charter: « 3 ans, à partir de la validation par le
    comité »), or, where one is still live, when `start_of_renewal` says, and renews it; the last
    one scheduled, when renewals are granted ahead.
    """
    decided_on = timezone.localdate(at)
    running = Recognition.objects.filter(organisation=organisation, kind=kind).running()
    latest = running.locked().order_by("valid_from", "pk").last()
    starts = decided_on
    if latest is not None:
        starts = start_of_renewal(decided_on, (latest.valid_from, latest.valid_until), kind)
    recognition = create(
        Recognition(
            organisation=organisation,
            kind=kind,
            number=next_number(series_of(kind), decided_on.year),
            signature=signature,
            case_id=case.pk,
            previous=latest,
            valid_from=starts,
            valid_until=end_of_validity(starts, validity_years(decided_on, kind)),
        ),
        actor=actor,
        action="grant",
        at=at,
    )
    if latest is None:
        perform(recognition, "start", actor=Actor.system("grant"), at=at)
    return recognition


def extend(
    recognition: Recognition,
    *,
    until: date,
    reason: str,
    actor: Actor,
    seen: date | None = None,
    at: datetime | None = None,
) -> Recognition:
    """Move its last day to `until`, for `reason`; its holder is told.

    `seen` is the last day that the person was looking at. Raises Forbidden, Refused out of bounds
    or once another follows it, Stale when it was extended meanwhile, or runs no more.
    """
    given = Extension(until)
    held = None if seen is None else seen.isoformat()
    return perform(recognition, "extend", actor=actor, data=given, reason=reason, seen=held, at=at)


def apply_time(at: datetime) -> Counts:
    """Renew, start, resume and expire what is due at the moment `at`; return how many of each.

    Idempotent, and safe in parallel: whoever comes second gets a refusal and moves on. A row that
    fails is logged and counted, and stops no other.
    """
    return carry_out(due_by_time(at), COUNTED)


def due_by_time(at: datetime) -> Iterator[Sweep]:
    """What `apply_time` does, the recognitions of a same course together."""
    today = timezone.localdate(at)
    found = Recognition.objects
    tried: set[int] = set()
    # Of two renewals granted ahead, the second needs the first started.
    while wave := set(_next_to_start(today).exclude(pk__in=tried).values_list("pk", flat=True)):
        tried |= wave
        starts = found.filter(pk__in=wave).select_related("previous").order_by("valid_from", "pk")
        begins = partial(_start_due, at=at)
        yield Sweep(starts.exclude(RENEWS), ("start",), begins, at)
        yield Sweep(starts.filter(RENEWS), ("renew", "start"), begins, at)
    resumed = found.suspended_too_long(today).order_by("suspension_due_on", "pk")
    yield Sweep(resumed, ("resume",), partial(_resume_due, at=at), at)
    lapsed = found.lapsed(today).order_by("valid_until", "pk")
    yield Sweep(lapsed, ("expire",), partial(_expire_due, at=at), at)


def _next_to_start(today: date) -> "RecognitionQuerySet":
    due = Recognition.objects.due_to_start(today)
    return due.exclude(previous__state=RecognitionState.SCHEDULED)


def _start_due(recognition: Recognition, at: datetime) -> Due:
    """Start `recognition`, and first renew the one before it if it runs."""
    previous = recognition.previous
    why = f"valable à partir du {format_date(recognition.valid_from)}"
    if previous is None or previous.state != RecognitionState.ACTIVE:
        return transition_due(recognition, "start", does=("started",), why=why, at=at)
    return transition_due(
        recognition,
        "start",
        does=("renewed", "started"),
        why=why,
        at=at,
        first=((previous, "renew"),),
    )


def _resume_due(recognition: Recognition, at: datetime) -> Due:
    due_on: Any = recognition.suspension_due_on
    why = f"suspendue jusqu’au {format_date(due_on)}"
    return transition_due(recognition, "resume", does=("resumed",), why=why, at=at)


def _expire_due(recognition: Recognition, at: datetime) -> Due:
    why = f"valable jusqu’au {format_date(recognition.valid_until)}"
    return transition_due(recognition, "expire", does=("expired",), why=why, at=at)
