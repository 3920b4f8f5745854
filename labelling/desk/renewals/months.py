"""The labels that end in the months to come, and what is done of them already."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import pairwise

from django.db import connection
from django.db.models import DateField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from directory.delays.calendar import add_months
from directory.recognitions.enums import GIVEN_UP, LIVE, RecognitionKind
from directory.recognitions.models import Recognition
from labelling.dossiers.models import Dossier
from labelling.instruction.states import OPEN
from workflows.compiled_sql import Given, Statement
from workflows.presentation.french import MOST_COUNTED, SHORT_MONTHS, bounded

DOTS = 8
RENEWED, ASKED, WITHOUT = "renewed", "asked", "without"


@dataclass(frozen=True, slots=True)
class Month:
    """The labels that end in a month: renewed already, asked for again, or `without` either.

    The first ones, up to one more than MOST_COUNTED; `dots` draws up to DOTS, each as its kind.
    `key` is the month in an address, « 2027-03 ».
    """

    label: str
    renewed: int = 0
    asked: int = 0
    without: int = 0
    key: str = ""

    @property
    def ending(self) -> int:
        return self.renewed + self.asked + self.without

    @property
    def number(self) -> str:
        """« 12 », « 99+ »."""
        return bounded(self.ending)

    @property
    def dots(self) -> list[str]:
        kinds = [RENEWED] * self.renewed + [ASKED] * self.asked + [WITHOUT] * self.without
        return kinds[:DOTS]

    @property
    def note(self) -> str:
        """What is left to do there: « 2 sans dossier », else « en cours », else « renouvelé »."""
        if self.without:
            more = "+" if self.ending > MOST_COUNTED else ""
            return f"{min(self.without, MOST_COUNTED)}{more}\u00a0sans dossier"
        if self.asked:
            return "en cours"
        return {0: "", 1: "renouvelé"}.get(self.renewed, "renouvelés")


def drawn_months(months: Sequence[Month], *, linked: bool = False, chosen: str = "") -> SafeString:
    """Where each month stands, drawn once for all who look while nothing moves.

    `linked` ones lead to their own list; `chosen` is the key of the one that is listed.
    """
    return _drawn(tuple(months), linked, chosen)


@lru_cache(maxsize=32)
def _drawn(months: tuple[Month, ...], linked: bool, chosen: str) -> SafeString:
    context = {"months": months, "linked": linked, "chosen": chosen}
    return render_to_string("desk/parts/months.html", context)


def renewals(today: date, months: int, *, until: date | None = None) -> list[Month]:
    """The labels that end from this month on, so many `months`, month by month, the last one as far
    as the day `until` when it is given: one query.

    One is renewed when the next label of its organisation is granted, though it has not begun;
    asked for when the organisation has an open dossier.
    """
    first = today.replace(day=1)
    starts = [add_months(first, ahead) for ahead in range(months + 1)]
    numbers: list[dict[str, int]] = [{} for _ in range(months)]
    last = until + timedelta(days=1) if until else starts[-1]
    days = {f"day{rank}": day for rank, day in enumerate([today, *starts[1:-1], last])}
    for ahead, kind, number in _renewals_statement(months).run(**days):
        numbers[ahead][kind] = number
    return [
        Month(
            f"{SHORT_MONTHS[start.month - 1]}\u00a0{start.year}",
            key=f"{start:%Y-%m}",
            **found_then,
        )
        for start, found_then in zip(starts, numbers, strict=False)
    ]


@cache
def _renewals_statement(months: int) -> Statement:
    """Each month reads the first that end along an index, and looks each up in two others.

    By scalar subqueries: with a join, both engines may read every open dossier there is.
    """
    labels, dossiers = (
        connection.ops.quote_name(model._meta.db_table) for model in (Recognition, Dossier)
    )
    ending = (
        # Our tables, our states, our bound: not one word from outside.
        f"FROM {labels} WHERE kind = '{RecognitionKind.LABEL}'"
        f" AND state IN ({_listed(LIVE)}) AND valid_until >= {{}} AND valid_until < {{}}"
        f" ORDER BY valid_until, id LIMIT {MOST_COUNTED + 1}"
    )
    followed = (
        f"SELECT '{RENEWED}' FROM {labels} next WHERE next.previous_id = ending.id"  # noqa: S608
        f" AND NOT (next.state IN ({_listed(GIVEN_UP)}))"
    )
    under_way = (
        f"SELECT '{ASKED}' FROM {dossiers} d"  # noqa: S608
        f" WHERE d.organisation_id = ending.organisation_id AND d.state IN ({_listed(OPEN)})"
    )
    kind = f"COALESCE(({followed}), ({under_way}), '{WITHOUT}')"
    sql = (
        f"SELECT ahead, kind, COUNT(*) FROM (SELECT ahead, {kind} AS kind"  # noqa: S608
        f" FROM ({_months(ending, months)}) ending) told GROUP BY ahead, kind"
    )
    starts = [Given(f"day{rank}", DateField()) for rank in range(months + 1)]
    return Statement(sql, [day for pair in pairwise(starts) for day in pair])


def _months(ending: str, months: int) -> str:
    """The labels of each month, as `ending` finds those between two days.

    PostgreSQL plans one month for all of them, which takes it less than each; SQLite cannot.
    """
    ranks = range(months)
    if connection.vendor == "sqlite":
        return " UNION ALL ".join(
            f"SELECT * FROM (SELECT {ahead} AS ahead, id, organisation_id"  # noqa: S608
            f" {ending.format('%s', '%s')}) month{ahead}"
            for ahead in ranks
        )
    days = ", ".join(f"({ahead}, %s::date, %s::date)" for ahead in ranks)
    return (
        "SELECT ahead, found.id, found.organisation_id"  # noqa: S608
        f" FROM (VALUES {days}) AS month (ahead, start, stop) CROSS JOIN LATERAL"
        f" (SELECT id, organisation_id {ending.format('start', 'stop')}) found"
    )


def _listed(states: Collection[str]) -> str:
    """Constants as the partial indexes write them."""
    return ", ".join(f"'{state}'" for state in states)
