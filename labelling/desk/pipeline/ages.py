"""Where the filed applications of one kind stand, how many are late, and since when they wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from labelling.instruction.models import DUE, Application
from labelling.instruction.queue.listing import PIPELINE
from labelling.instruction.states import WITH_DEADLINE
from workflows.lifecycles import State, machine_of
from workflows.presentation.bars import Bars, Counted, draw_bars

# Days since the filing: up to the first, to the second, to the third, and beyond.
STEPS = (30, 60, 120)
KEY = (
    ("ok", "moins d’un mois"),
    ("info", "un à deux mois"),
    ("wait", "deux à quatre mois"),
    ("stop", "plus de quatre mois"),
)


@dataclass(frozen=True, slots=True)
class Age(Counted):
    """One state: how many stand there, by the age of their filing (`numbers`, as KEY), how many
    are late, and the age of the oldest in days, None when there is none."""

    key: ClassVar = KEY

    state: State
    label: str
    url: str
    numbers: Sequence[int]
    late: int
    oldest: int | None


@dataclass(frozen=True, slots=True)
class Ages:
    """The states of one kind, in the order of its life."""

    title: str
    lines: Sequence[Age]

    @property
    def bars(self) -> Bars:
        lines = [(line.label, line.numbers) for line in self.lines]
        return draw_bars(lines, KEY, label=f"{self.title} par état et par ancienneté")


def ages_of(kind: type[Application], today: date) -> Ages:
    """The open applications of `kind` that were filed. One query, along the index of states."""
    states = [state for state, _, _ in PIPELINE]
    filed = kind.objects.filter(state__in=states, submitted_at__isnull=False).annotate(due=DUE)
    counted = (
        filed.order_by()
        .values_list("state")
        .annotate(
            **{f"age{n}": Count("pk", filter=age) for n, age in enumerate(_brackets(today))},
            late=Count("pk", filter=Q(state__in=WITH_DEADLINE, due__lt=today)),
            first=Min("submitted_at"),
        )
    )
    found = {row[0]: row[1:] for row in counted}
    queue, machine = reverse(f"{kind.pages}:queue"), machine_of(kind)
    lines = []
    for state, label, _ in PIPELINE:
        *numbers, late, first = found.get(state, (0,) * (len(KEY) + 1) + (None,))
        oldest = (today - timezone.localdate(first)).days if first else None
        url = f"{queue}?etat={state}"
        lines.append(Age(machine.state(state), label, url, numbers, late, oldest))
    return Ages(kind.filed, lines)


def _brackets(today: date) -> list[Q]:
    """Conditions on the filing, the most recent first."""
    cuts = [start_of(today - timedelta(days=days)) for days in STEPS]
    after = [*(Q(submitted_at__gte=cut) for cut in cuts), Q()]
    before = [Q(), *(Q(submitted_at__lt=cut) for cut in cuts)]
    return [low & high for low, high in zip(after, before, strict=True)]


def start_of(day: date) -> datetime:
    """The first instant of `day` here."""
    return timezone.make_aware(datetime.combine(day, time.min))
