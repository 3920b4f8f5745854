"""For which organisations an application is offered, and what keeps it from the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from directory.organisations.models import Organisation
from labelling.instruction.held.running import kept_by, running_among
from labelling.instruction.models import Application
from labelling.instruction.states import OPEN
from workflows.verdicts import Unmet

MOST_READY = 25  # organisations for which one is offered at once


@dataclass(frozen=True, slots=True)
class Offered:
    """`ready` may open one; `running` have what is renewed instead, each with when or where."""

    ready: list[Organisation]
    running: list[tuple[Organisation, Unmet]]


def without_open(kind: type[Application], organisations: Any) -> Offered:
    """Among those that have none of `kind` open. Two queries."""
    busy = kind.objects.filter(state__in=OPEN).values("organisation_id")
    return offered(kind, list(organisations.exclude(pk__in=busy)[:MOST_READY]))


def offered(kind: type[Application], organisations: Sequence[Organisation]) -> Offered:
    """Which of `organisations` may open a first application of `kind`. One query at most."""
    if kind.grants is None or not organisations:
        return Offered(list(organisations), [])
    today = timezone.localdate()
    held = running_among([each.pk for each in organisations], kind.grants, today)
    return Offered(
        [each for each in organisations if each.pk not in held],
        [(each, kept_by(held[each.pk], kind, today)) for each in organisations if each.pk in held],
    )
