"""Whether the scheme treats all alike: what became of applications, and in how long, by category.

Counts below five are hidden, as everything that would give them back.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils import timezone

from directory.organisations.departments import named
from directory.organisations.legal_forms import family_of
from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState as A
from labelling.oversight.figures.ranges import median_days
from labelling.oversight.figures.suppression import HIDDEN, published

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
    return [
        *_tables("famille juridique", decided, lambda one: one.family),
        *_tables("département", decided, lambda one: one.department),
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


def _tables(by: str, decided: Sequence[Decided], of: Callable[[Decided], str]) -> list[Table]:
    names = sorted({of(one) for one in decided})
    refused = Counter(of(one) for one in decided if one.refused)
    validated = Counter(of(one) for one in decided if not one.refused)
    given, declined = (
        published({name: counts[name] for name in names}).rows for counts in (validated, refused)
    )
    rows = [(label, one, other) for (label, one), (_, other) in zip(given, declined, strict=True)]
    waits = [(name, _days([one.days for one in decided if of(one) == name])) for name in names]
    return [
        Table(f"Décisions, par {by}", (by.capitalize(), "Validés", "Refusés"), rows),
        Table(f"Délai médian, par {by}", (by.capitalize(), "Jours, du dépôt à la décision"), waits),
    ]


def _days(days: Sequence[int]) -> str:
    found = median_days(days)
    return HIDDEN if found is None else str(found)
