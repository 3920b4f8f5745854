"""How applications ended, and how long it took: by year, by department, by legal form."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db.models import Count, FloatField, Func, Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate

from directory.organisations.departments import DEPARTMENTS
from directory.organisations.legal_forms import label_of
from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.models import Application
from workflows.presentation.bars import Bars, Counted, draw_bars
from workflows.presentation.french import count

KEY = (("ok", "validés"), ("stop", "refusés"), ("mute", "sans décision"))
DELAY = (("info", "délai moyen, en jours"),)
NO_DELAY = "aucune décision"
WITHOUT_DECISION = (S.WITHDRAWN, S.CLOSED)
ENDED = (S.VALIDATED, S.REFUSED, *WITHOUT_DECISION)


class DayNumber(Func):
    """A day as a number, to subtract. By what each engine has itself: what Django teaches SQLite is
    Python, called for each row. Of a moment, the day in UTC: two hours aside, on a mean of days."""

    arity = 1
    output_field = FloatField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="julianday(date(%(expressions)s))")

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        day = "((%(expressions)s)::date - DATE '2000-01-01')"
        return self.as_sql(compiler, connection, template=day)


@dataclass(frozen=True, slots=True)
class Outcome(Counted):
    """Of one group: how many ended how (`numbers`, as KEY), and the mean delay from the filing to
    the decision, in days, None when none was decided."""

    key: ClassVar = KEY

    label: str
    numbers: Sequence[int]
    delay: int | None

    @property
    def delay_said(self) -> str:
        return NO_DELAY if self.delay is None else count(self.delay, "jour", "jours")


@dataclass(frozen=True, slots=True)
class Table:
    """One way to group them; `key` names it in an address, `head` says what a line is."""

    key: str
    title: str
    head: str
    lines: Sequence[Outcome]

    @property
    def bars(self) -> Bars:
        lines = [(line.label, line.numbers) for line in self.lines]
        return draw_bars(lines, KEY, label=f"Issues {self.title}")

    @property
    def delays(self) -> Bars:
        """The same lines in the same order: the two pictures face each other."""
        return draw_bars(
            [(line.label, [line.delay or 0]) for line in self.lines],
            DELAY,
            label=f"Délai moyen {self.title}",
            said=[line.delay_said for line in self.lines],
        )


def ended(kind: type[Application], year: int | None = None) -> "QuerySet[Any]":
    """The applications that were filed and are over, with `over_on`, the day of their end."""
    over = Coalesce("decided_on", TruncDate("closed_at"))
    found = kind.objects.filter(submitted_at__isnull=False, state__in=ENDED)
    found = found.annotate(over_on=over)
    if year is None:
        return found
    return found.filter(over_on__range=(date(year, 1, 1), date(year, 12, 31)))


def tables_of(kind: type[Application], year: int | None = None) -> list[Table]:
    """Of `kind`; those that are not by year, of `year` alone when it is given. Three queries."""
    chosen = ended(kind, year)
    return [
        Table(
            "annee",
            "par année",
            "Année",
            _grouped(ended(kind), "over_on", lambda day: str(day.year)),
        ),
        Table(
            "departement",
            "par département",
            "Département",
            _grouped(chosen, "organisation__department", lambda code: DEPARTMENTS.get(code, code)),
        ),
        Table(
            "forme",
            "par forme juridique",
            "Forme juridique",
            _grouped(chosen, "organisation__legal_form", label_of),
        ),
    ]


def rows_of(table: Table) -> Iterable[Sequence[Any]]:
    """The lines of `table`, as they are taken away."""
    return [(line.label, *line.numbers, line.total, line.delay) for line in table.lines]


def heads_of(table: Table) -> list[str]:
    """Their heads."""
    numbers = [words.capitalize() for _, words in KEY]
    return [table.head, *numbers, "En tout", "Délai moyen, en jours"]


def _grouped(found: "QuerySet[Any]", by: str, label: Callable[[Any], str]) -> list[Outcome]:
    """One query; what has the same label is counted together."""
    counted = (
        found.order_by()
        .values_list(by)
        .annotate(
            validated=Count("pk", filter=Q(state=S.VALIDATED)),
            refused=Count("pk", filter=Q(state=S.REFUSED)),
            undecided=Count("pk", filter=Q(state__in=WITHOUT_DECISION)),
            decided=Count("decided_on"),
            taken=Sum(DayNumber("decided_on") - DayNumber("submitted_at")),
        )
        .order_by(by)
    )
    numbers: dict[str, list[float]] = {}
    for value, *counts, taken in counted:
        kept = numbers.setdefault(label(value), [0] * (len(counts) + 1))
        numbers[label(value)] = [a + b for a, b in zip(kept, (*counts, taken or 0), strict=True)]
    return [
        Outcome(
            name, [int(number) for number in counts], round(taken / decided) if decided else None
        )
        for name, (*counts, decided, taken) in numbers.items()
    ]
