"""Writers at once: CONNECTIONS people who vote, or who write a message, each in turn with a page.

On the embedded engine one writes at a time, and the unlucky wait: what counts is how long the
slowest does, beside the slowest of as many who read the least of pages at the same moment.
"""

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from threading import Barrier
from typing import Any

from django.db import connection
from django.urls import reverse

from benchmarks.measure import SpreadFigure
from benchmarks.pages import MINIMAL, Visitor, served, statements
from benchmarks.room import milliseconds
from committee.bodies.voting_rules import Choice
from directory.people.models import User
from labelling.instruction.enums import ApplicationState
from tests import factories
from tests.committee import making

CONNECTIONS, ROUNDS, TIMES = 8, 5, 4
CHOICES = (Choice.FOR, Choice.AGAINST, Choice.ABSTENTION)


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, where, and what: `form(number)` is their form number `number`."""

    person: User
    url: str
    form: Callable[[int], dict[str, Any]]


def writers() -> list[SpreadFigure]:
    """One figure for votes, one for messages."""
    tried = {"vote": voters(), "message": correspondents()}
    with served(embedded_worker=connection.vendor == "sqlite") as port:
        return [measure(name, people, port) for name, people in tried.items()]


def voters() -> list[Writer]:
    """Members of one committee, who all answered the first of CHOICES."""
    committee = making.committee(CONNECTIONS + 1)
    item = making.voting(committee)
    making.cast(committee, item, *[CHOICES[0]] * (CONNECTIONS + 1))
    cast_in = making.round_of(item).pk

    def form(number: int) -> dict[str, Any]:
        recorded, choice = (CHOICES[rank % len(CHOICES)].value for rank in (number, number + 1))
        return {"round": cast_in, "choice": choice, "recorded": recorded}

    url = reverse("committee:ballot", args=[item.session_id, item.pk])
    return [Writer(mandate.user, url, form) for mandate in committee.mandates[1:]]


def correspondents() -> list[Writer]:
    """The representatives of as many structures, each on their own dossier."""
    dossiers = [factories.dossier(ApplicationState.SUBMITTED) for _ in range(CONNECTIONS)]
    return [
        Writer(
            factories.representative_of(dossier),
            reverse("workflows:messages", args=[dossier.pk]),
            lambda number: {"body": f"Message numéro {number}."},
        )
        for dossier in dossiers
    ]


def measure(name: str, people: list[Writer], port: int) -> SpreadFigure:
    ours: list[float] = []
    floor: list[float] = []
    ratios: list[float] = []
    numbers = [count() for _ in people]
    visitors = [Visitor(writer.person, port) for writer in people]

    def write(rank: int) -> None:
        visitors[rank].post(people[rank].url, people[rank].form(next(numbers[rank])))

    def read(rank: int) -> None:
        visitors[rank].get(MINIMAL)

    together(write, 1), together(read, 1)
    for _ in range(ROUNDS):
        wrote, was_read = together(write, TIMES), together(read, TIMES)
        ratios.append(milliseconds(wrote, 0.95) / milliseconds(was_read, 0.95))
        ours += wrote
        floor += was_read
    first = people[0]
    forms = (first.form(number) for number in numbers[0])
    return SpreadFigure(
        name=f"{name}, à {len(people)} connexions",
        engine=connection.vendor,
        ratio=round(statistics.median(ratios), 2),
        sql=statements(first.person, first.url, forms),
        floor_sql=statements(first.person, MINIMAL, None),
        per_second=round(1 / statistics.median(ours), 1),
        floor_per_second=round(1 / statistics.median(floor), 1),
        rounds=ROUNDS,
        size=len(people),
        p50=milliseconds(ours, 0.5),
        p95=milliseconds(ours, 0.95),
        floor_p50=milliseconds(floor, 0.5),
        floor_p95=milliseconds(floor, 0.95),
    )


def together(ask: Callable[[int], None], times: int) -> list[float]:
    """Seconds of each request, when CONNECTIONS people make `times` of them, without a pause."""
    start = Barrier(CONNECTIONS)

    def one(rank: int) -> list[float]:
        start.wait()
        took = []
        for _ in range(times):
            began = time.perf_counter()
            ask(rank)
            took.append(time.perf_counter() - began)
        return took

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return [seconds for taken in pool.map(one, range(CONNECTIONS)) for seconds in taken]
