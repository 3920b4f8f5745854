"""The CRESS's desk: where the dossiers are, what presses, what ends in the coming year."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import TruncMonth
from django.utils import timezone

from directory.enums import RecognitionKind, RecognitionState
from directory.models import Recognition, User
from directory.validity import add_months
from labelling.models import Dossier
from labelling.queue import Filters, Row, pipeline, read_page
from labelling.states import OPEN
from workflows.inbox import lines, tasks_for
from workflows.presentation.french import NBSP, SHORT_MONTHS

FIRST_SHOWN = 6
TASKS_SHOWN = 6
MONTHS_AHEAD = 12
DOTS = 8
LIVE = (RecognitionState.ACTIVE, RecognitionState.SUSPENDED)


@dataclass(frozen=True, slots=True)
class Month:
    """The labels that end in a month: `asked` of them have a dossier under way.

    `dots` draws up to DOTS of them, True for one under way.
    """

    label: str
    ending: int
    asked: int

    @property
    def without(self) -> int:
        return self.ending - self.asked

    @property
    def dots(self) -> list[bool]:
        return ([True] * self.asked + [False] * self.without)[:DOTS]

    @property
    def note(self) -> str:
        """« 2 sans dossier », « tous en cours », or nothing."""
        if self.without:
            return f"{self.without}{NBSP}sans dossier"
        return "en cours" if self.ending else ""


def cress_home_context(user: User) -> dict[str, Any]:
    """What `labelling/home_cress.html` shows to `user`, of the CRESS: six queries or so."""
    today = timezone.localdate()
    tasks = list(tasks_for(user)[: TASKS_SHOWN + 1])
    tiles = pipeline(today)
    return {
        "today": today,
        "tiles": tiles,
        "any_late": any(tile.any_late for tile in tiles),
        "first": pressing(user, today),
        "tasks": lines(tasks[:TASKS_SHOWN]),
        "more_tasks": len(tasks) > TASKS_SHOWN,
        "months": renewals(today),
    }


def pressing(user: User, today: date) -> list[Row]:
    """The first dossiers to deal with: late, or due within the week."""
    page = read_page(Filters(), user=user, today=today, size=FIRST_SHOWN)
    return [row for row in page.rows if row.tone]


def renewals(today: date) -> list[Month]:
    """The labels that end from this month on, twelve months, month by month: one query.

    A label is « under way » when its organisation has an open dossier.
    """
    first = today.replace(day=1)
    ends = [add_months(first, ahead) for ahead in range(MONTHS_AHEAD + 1)]
    under_way = Dossier.objects.filter(organisation=OuterRef("organisation"), state__in=OPEN)
    found = (
        Recognition.objects.filter(
            kind=RecognitionKind.LABEL,
            state__in=LIVE,
            valid_until__gte=today,
            valid_until__lt=ends[-1],
        )
        .annotate(month=TruncMonth("valid_until"), asked=Exists(under_way))
        .values("month", "asked")
        .annotate(number=Count("pk"))
        .order_by()
    )
    numbers = {(row["month"], row["asked"]): row["number"] for row in found}
    return [
        Month(
            label=f"{SHORT_MONTHS[start.month - 1]}{NBSP}{start.year}",
            ending=numbers.get((start, True), 0) + numbers.get((start, False), 0),
            asked=numbers.get((start, True), 0),
        )
        for start in ends[:-1]
    ]
