"""The CRESS's desk: where the dossiers are, what presses, what ends in the coming year."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, Value, When
from django.db.models.functions import TruncMonth
from django.utils import timezone

from directory.people.models import User
from directory.recognitions.enums import RecognitionKind, RecognitionState
from directory.recognitions.models import Recognition
from directory.recognitions.validity import add_months
from labelling.dossiers.models import Dossier
from labelling.instruction.queue.listing import Filters, Row, pipeline, read_page
from labelling.instruction.states import OPEN
from workflows.flow.inbox import inbox_lines, soonest_for, with_cases
from workflows.presentation.french import SHORT_MONTHS

FIRST_SHOWN = 6
TASKS_SHOWN = 6
MONTHS_AHEAD = 12
DOTS = 8
RENEWED, ASKED, WITHOUT = "renewed", "asked", "without"
LIVE = (RecognitionState.ACTIVE, RecognitionState.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Month:
    """The labels that end in a month: renewed already, asked for again, or `without` either.

    `dots` draws up to DOTS of them, each as its kind.
    """

    label: str
    renewed: int = 0
    asked: int = 0
    without: int = 0

    @property
    def ending(self) -> int:
        return self.renewed + self.asked + self.without

    @property
    def dots(self) -> list[str]:
        kinds = [RENEWED] * self.renewed + [ASKED] * self.asked + [WITHOUT] * self.without
        return kinds[:DOTS]

    @property
    def note(self) -> str:
        """What is left to do there: « 2 sans dossier », else « en cours », else « renouvelé »."""
        if self.without:
            return f"{self.without}\u00a0sans dossier"
        if self.asked:
            return "en cours"
        return {0: "", 1: "renouvelé"}.get(self.renewed, "renouvelés")


def cress_home_context(user: User) -> dict[str, Any]:
    """What `labelling/home_cress.html` shows to `user`, of the CRESS: six queries or so."""
    today = timezone.localdate()
    asked = list(soonest_for(user)[: TASKS_SHOWN + 1])
    tiles = pipeline(Dossier, today)
    return {
        "today": today,
        "tiles": tiles,
        "any_late": any(tile.any_late for tile in tiles),
        "first": pressing(user, today),
        "tasks": inbox_lines(with_cases(asked[:TASKS_SHOWN])),
        "more_tasks": len(asked) > TASKS_SHOWN,
        "months": renewals(today),
    }


def pressing(user: User, today: date) -> list[Row]:
    """The first dossiers to deal with: late, or due within the week."""
    page = read_page(Dossier, Filters(), user=user, today=today, size=FIRST_SHOWN)
    return [row for row in page.rows if row.tone]


def renewals(today: date) -> list[Month]:
    """The labels that end from this month on, twelve months, month by month: one query.

    One is renewed when the next label of its organisation is granted, though it has not begun;
    asked for when the organisation has an open dossier.
    """
    first = today.replace(day=1)
    ends = [add_months(first, ahead) for ahead in range(MONTHS_AHEAD + 1)]
    # Looked up once each, and not once a label.
    scheduled = Recognition.objects.filter(
        previous__isnull=False, state=RecognitionState.SCHEDULED
    ).values("previous")
    under_way = Dossier.objects.filter(state__in=OPEN).values("organisation")
    kind = Case(
        When(pk__in=scheduled, then=Value(RENEWED)),
        When(organisation__in=under_way, then=Value(ASKED)),
        default=Value(WITHOUT),
    )
    found = (
        Recognition.objects.filter(
            kind=RecognitionKind.LABEL,
            state__in=LIVE,
            valid_until__gte=today,
            valid_until__lt=ends[-1],
        )
        .annotate(month=TruncMonth("valid_until"), became=kind)
        .values("month", "became")
        .annotate(number=Count("pk"))
        .order_by()
    )
    numbers: dict[date, dict[str, int]] = {start: {} for start in ends[:-1]}
    for row in found:
        numbers[row["month"]][row["became"]] = row["number"]
    return [
        Month(f"{SHORT_MONTHS[start.month - 1]}\u00a0{start.year}", **found_then)
        for start, found_then in numbers.items()
    ]
