"""Whether the scheme treats all alike: what became of applications, and in how long, by category.

Counts below five are hidden, as everything that would give them back.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from directory.organisations.departments import named
from directory.organisations.legal_forms import family_of
from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState as A
from labelling.oversight.figures.ranges import median_days
from labelling.oversight.figures.suppression import HIDDEN, Counts, published_alike

BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Table:
    """A table to publish: its title, its heads, its lines of text."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Decided:
    """A dossier that was decided: of whom, how, in how many days from its filing."""

    family: str
    department: str
    refused: bool
    days: int


def fairness() -> list[Table]:
    """Decided dossiers by legal family and by department: validated, refused, in how many days."""
    decided = list(_decided())
    ways = [[(of(one), one) for one in decided] for of in BY.values()]
    given = published_alike([_counted(found, refused=False) for found in ways])
    declined = published_alike([_counted(found, refused=True) for found in ways])
    return [
        table
        for by, found, yes, no in zip(BY, ways, given, declined, strict=True)
        for table in _tables(by, found, yes, no)
    ]


def _decided() -> Iterator[Decided]:
    found = Dossier.objects.filter(state__in=[A.VALIDATED, A.REFUSED])
    for dossier in found.select_related("organisation").order_by("pk").iterator(chunk_size=BATCH):
        filed, decided_on = dossier.submitted_at, dossier.decided_on
        if filed and decided_on:
            yield Decided(
                family=_family(dossier.organisation.legal_form),
                department=named(dossier.organisation.department),
                refused=dossier.state == A.REFUSED,
                days=max(0, (decided_on - timezone.localdate(filed)).days),
            )


def _family(form: str) -> str:
    family = family_of(form)
    return str(family.label) if family else "Autre forme"


def _counted(found: Sequence[tuple[str, Decided]], *, refused: bool) -> dict[str, int]:
    """By category, those that have none besides, in the order of their names."""
    counts = Counter(name for name, one in found if one.refused == refused)
    return {name: counts[name] for name in sorted({name for name, _ in found})}


def _tables(
    by: str, found: Sequence[tuple[str, Decided]], given: Counts, declined: Counts
) -> list[Table]:
    rows = [(*line, other) for line, (_, other) in zip(given.rows, declined.rows, strict=True)]
    # That there is a median tells that there are five: it goes with both numbers.
    told = {name for name in given.cells if None not in (given.cells[name], declined.cells[name])}
    waits = [
        (name, _days([one.days for category, one in found if category == name and name in told]))
        for name in given.cells
    ]
    return [
        Table(f"Décisions, par {by}", (by.capitalize(), "Validés", "Refusés"), rows),
        Table(f"Délai médian, par {by}", (by.capitalize(), "Jours, du dépôt à la décision"), waits),
    ]


def _days(days: Sequence[int]) -> str:
    found = median_days(days)
    return HIDDEN if found is None else str(found)


# What the same dossiers are counted by.
BY: Mapping[str, Callable[[Decided], str]] = {
    "famille juridique": lambda one: one.family,
    "département": lambda one: one.department,
}
