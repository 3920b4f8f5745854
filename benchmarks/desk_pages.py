"""The pages that the CRESS steers by, and its search, as what they read grows.

The floor of each is its own statements, sent by hand and read whole. `least_ratio` is beside the
least page of ours that would read the same: the session, the person, a few words, and these.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from benchmarks.list_pages import fetch, label, statements
from benchmarks.lists import analyse, fill
from benchmarks.measure import compare, processor_clock
from benchmarks.pages import PageFigure
from labelling.instruction.enums import ApplicationState
from tests import factories

SIZES = (1_000, 100_000)
ROUNDS, TIMES = 9, 2
LEAST = "/least/"
Sent = list[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class DeskFigure(PageFigure):
    """A PageFigure; `least_ratio` is beside a page around the same statements."""

    least_ratio: float = 0


def desk_pages() -> list[DeskFigure]:
    """One figure a page and size."""
    signature = factories.dossier(ApplicationState.COMMITTED).signature
    client = Client()
    client.force_login(factories.manager())
    figures: list[DeskFigure] = []
    first: dict[str, float] = {}
    filled = 0
    for size in SIZES:
        fill(signature, filled, size)
        label(signature, filled, size)
        analyse()
        filled = size
        for name, url in pages(size):
            figure = measure(name, client, url)
            smallest = first.setdefault(name, figure.ratio)
            growth = round(figure.ratio / smallest, 2)
            figures.append(replace(figure, size=size, growth=growth))
    return figures


def pages(size: int) -> Iterator[tuple[str, str]]:
    yield "bureau", reverse("home")
    for name in ("pipeline", "renewals", "forecast", "outcomes", "foresight"):
        yield f"bureau, {name}", reverse(f"desk:{name}")
    search = reverse("desk:search")
    yield "recherche, mots rares", f"{search}?q=theatre+{size - 7}"
    yield "recherche, mot courant", f"{search}?q=coop"


def measure(name: str, client: Client, url: str) -> DeskFigure:
    def ours() -> None:
        fetch(client, url)

    def least() -> None:
        fetch(client, LEAST)

    sent = sent_by(ours)
    of_any_page = {sql for sql, _ in sent_by(least)}
    own = [each for each in sent if each[0] not in of_any_page]

    def least_that_reads_the_same() -> None:
        least()
        send(own)

    number, clock = statements(ours), processor_clock()
    beside = partial(compare, name, ours, sql=number, rounds=ROUNDS, times=TIMES, clock=clock)
    figure = beside(lambda: send(sent), floor_sql=len(sent))
    page = beside(least_that_reads_the_same, floor_sql=number)
    return DeskFigure(**asdict(figure), least_ratio=page.ratio)


def send(sent: Sent) -> None:
    """By hand, and read whole."""
    for sql, params in sent:
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            if cursor.description:
                cursor.fetchall()


def sent_by(run: Callable[[], None]) -> Sent:
    """The statements that `run` sends, with what goes in their places: none that opens or closes a
    transaction."""
    found: Sent = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not sql.startswith(("BEGIN", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            found.append((sql, params))
        return execute(sql, params, many, context)

    # With a log, questions are sent in the writing of Django: see compiled_sql.
    connection.force_debug_cursor = True
    try:
        with connection.execute_wrapper(note):
            run()
    finally:
        connection.force_debug_cursor = False
    return found
