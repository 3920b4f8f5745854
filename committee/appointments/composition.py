"""Who sits in the bodies, as « Le comité » shows it: today, soon, and before."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from committee.bodies.models import Body, College, Mandate

PAST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Seats:
    """A college, and its mandates in force."""

    college: College
    mandates: Sequence[Mandate]


@dataclass(frozen=True, slots=True)
class Composition:
    """A body: its colleges, the mandates that have not begun, those that are over.

    Of the latter, the last to end first, PAST_SHOWN at most.
    """

    body: Body
    colleges: Sequence[Seats]
    to_come: Sequence[Mandate]
    past: Sequence[Mandate]

    @property
    def seated(self) -> int:
        return sum(len(seats.mandates) for seats in self.colleges)


def compositions(today: date) -> list[Composition]:
    """Every body as it is on `today`. Two queries."""
    seated: dict[int, list[Mandate]] = defaultdict(list)
    to_come: dict[int, list[Mandate]] = defaultdict(list)
    past: dict[int, list[Mandate]] = defaultdict(list)
    for mandate in Mandate.objects.standing().select_related("user", "organisation", "college"):
        if mandate.ends_on is not None and mandate.ends_on < today:
            past[mandate.college.body_id].append(mandate)
        elif mandate.starts_on > today:
            to_come[mandate.college.body_id].append(mandate)
        else:
            seated[mandate.college_id].append(mandate)
    colleges: dict[Body, list[Seats]] = defaultdict(list)
    for college in College.objects.select_related("body").order_by("body__name", "position"):
        colleges[college.body].append(Seats(college, seated[college.pk]))
    return [
        Composition(body, found, to_come[body.pk], last_ended(past[body.pk]))
        for body, found in colleges.items()
    ]


def last_ended(mandates: list[Mandate]) -> list[Mandate]:
    newest_first = sorted(mandates, key=lambda mandate: mandate.ends_on or date.max, reverse=True)
    return newest_first[:PAST_SHOWN]
