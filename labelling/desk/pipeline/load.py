"""Who is in charge of how much: the applications and the reviews that are under way."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, DateField, F, Q, QuerySet, When

from directory.people.enums import CressGroup
from directory.people.models import User
from directory.people.policies import staff
from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.models import DUE, Application
from labelling.instruction.queue.listing import SOON
from labelling.instruction.states import INSTRUCTED, WITH_DEADLINE
from labelling.oversight.reviews.enums import OPEN as OPEN_REVIEW
from labelling.oversight.reviews.models import ComplianceReview
from workflows.presentation.bars import Bars, draw_bars

KEY = (
    ("stop", "en retard"),
    ("wait", "échéance dans la semaine"),
    ("info", "le reste"),
)
NOBODY = "À attribuer"


@dataclass(frozen=True, slots=True)
class Load:
    """What one person is in charge of, by kind in the order of the page; how much is late, and how
    much is due within SOON."""

    name: str
    numbers: Sequence[int]
    late: int
    soon: int

    @property
    def total(self) -> int:
        return sum(self.numbers)

    @property
    def parts(self) -> Sequence[int]:
        """As KEY."""
        return (self.late, self.soon, self.total - self.late - self.soon)


@dataclass(frozen=True, slots=True)
class Loads:
    """Everybody who instructs, the most in charge first; what nobody has taken comes before."""

    kinds: Sequence[str]
    lines: Sequence[Load]

    @property
    def told(self) -> list[tuple[Load, list[tuple[str, int]]]]:
        """Each line, and its numbers after what each counts."""
        return [(line, list(zip(self.kinds, line.numbers, strict=True))) for line in self.lines]

    @property
    def bars(self) -> Bars:
        lines = [(line.name, line.parts) for line in self.lines]
        return draw_bars(lines, KEY, label="Charge par personne")


def loads(kinds: Sequence[type[Application]], today: date) -> Loads:
    """Of the team as it stands, and of whoever left with something in charge.

    One query a kind, one for the reviews, and one for the names.
    """
    counted = [_counted(_instructed(kind), today) for kind in kinds]
    reviews = ComplianceReview.objects.filter(state__in=OPEN_REVIEW).annotate(due=F("due_on"))
    counted.append(_counted(reviews, today))
    charged = {person for each in counted for person in each if person is not None}
    named = User.objects.filter(Q(pk__in=charged) | Q(pk__in=_team()))
    people = [(person.pk, str(person)) for person in named.order_by("last_name", "first_name")]
    lines = [_load(name, [each.get(key, Counter()) for each in counted]) for key, name in people]
    lines.sort(key=lambda line: -line.total)
    unassigned = _load(NOBODY, [each.get(None, Counter()) for each in counted])
    titles = [*(kind.filed for kind in kinds), "Contrôles"]
    return Loads(titles, [unassigned, *lines] if unassigned.total else lines)


def _team() -> "QuerySet[Any, Any]":
    return staff(CressGroup.INSTRUCTOR).filter(is_active=True).values("pk")


def _instructed(kind: type[Application]) -> "QuerySet[Any]":
    states = (S.SUBMITTED, *INSTRUCTED)
    dated = Case(When(state__in=WITH_DEADLINE, then=DUE), output_field=DateField())
    return kind.objects.filter(state__in=states).annotate(due=dated)


def _counted(found: "QuerySet[Any]", today: date) -> dict[int | None, Counter[str]]:
    """How many each person has, how many of them late and due soon: one query."""
    rows = (
        found.order_by()
        .values_list("assignee")
        .annotate(
            number=Count("pk"),
            late=Count("pk", filter=Q(due__lt=today)),
            soon=Count("pk", filter=Q(due__range=(today, today + SOON))),
        )
    )
    return {
        person: Counter(number=number, late=late, soon=soon) for person, number, late, soon in rows
    }


def _load(name: str, counts: Sequence[Counter[str]]) -> Load:
    return Load(
        name,
        [count["number"] for count in counts],
        sum(count["late"] for count in counts),
        sum(count["soon"] for count in counts),
    )
