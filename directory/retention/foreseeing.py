"""What a rule of retention would do, and when: read, never done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Min, Q

from directory.delays.calendar import add_months, months_before
from directory.retention.registry import RetentionRule

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Example:
    """A row by its words and address, and the day on which its time comes."""

    words: str
    url: str
    on: date


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What `rule` would do on a day: to `due` rows; to `later` others after it, first on `next_on`.

    A rule without a delay does nothing: `later` is then all that it keeps.
    """

    rule: RetentionRule
    due: int
    later: int
    next_on: date | None
    examples: Sequence[Example]

    @property
    def delay(self) -> tuple[int, str]:
        """The delay as people say it: (5, "ans"), (18, "mois"); (0, "") without one."""
        months = self.rule.months or 0
        if not months or months % 12:
            return months, "mois" if months else ""
        return months // 12, "ans" if months > 12 else "an"


def foresee(rule: RetentionRule, day: date) -> Foreseen:
    """What `rule` would do on `day`: two queries at most."""
    rows = rule.rows()
    if rule.months is None or rule.since is None:
        return Foreseen(rule, 0, rows.count(), None, ())
    rows = rows.annotate(kept_since=rule.since).filter(kept_since__isnull=False)
    last = latest_start(day, rule.months)
    counted: dict[str, Any] = rows.order_by().aggregate(
        due=Count("pk", filter=Q(kept_since__lte=last)),
        later=Count("pk", filter=Q(kept_since__gt=last)),
        next=Min("kept_since", filter=Q(kept_since__gt=last)),
    )
    following = add_months(counted["next"], rule.months) if counted["next"] else None
    return Foreseen(rule, counted["due"], counted["later"], following, _examples(rule, rows))


def latest_start(day: date, months: int) -> date:
    """The last day whose delay of `months` is over on `day`.

    A month that lacks the day ends at its own end: six months from 31 August are over on the last
    of February, as those from the 28th are.
    """
    found = months_before(day, months)
    while add_months(found + timedelta(days=1), months) <= day:
        found += timedelta(days=1)
    return found


def _examples(rule: RetentionRule, rows: Any) -> list[Example]:
    """The first whose time comes, or has come."""
    if rule.named is None or rule.months is None:
        return []
    return [
        Example(*rule.named(row), add_months(row.kept_since, rule.months))
        for row in rows.order_by("kept_since", "pk")[:SHOWN]
    ]
