"""The pages that the CRESS steers by, and its search, as what they read grows.

The floor of each is its own queries: the same statements, sent by hand and read whole. What is
above is ours: writing them, the policies, the page.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from django.db import connection
from django.test import Client
from django.urls import reverse

from benchmarks.list_pages import fetch, label, statements
from benchmarks.lists import analyse, fill
from benchmarks.measure import Figure, compare, processor_clock
from benchmarks.pages import PageFigure
from labelling.instruction.enums import ApplicationState
from tests import factories

SIZES = (1_000, 100_000)
ROUNDS, TIMES = 5, 2
Sent = list[tuple[str, Any]]


def desk_pages() -> list[PageFigure]:
    """One figure a page and size."""
    signature = factories.dossier(ApplicationState.COMMITTED).signature
    client = Client()
    client.force_login(factories.manager())
    figures: list[PageFigure] = []
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
            figures.append(PageFigure(**asdict(figure), size=size, growth=growth))
    return figures


def pages(size: int) -> Iterator[tuple[str, str]]:
    yield "bureau", reverse("home")
    for name in ("pipeline", "renewals", "forecast", "outcomes", "filters"):
        yield f"bureau, {name}", reverse(f"desk:{name}")
    search = reverse("desk:search")
    yield "recherche, mots rares", f"{search}?q=theatre+{size - 7}"
    yield "recherche, mot courant", f"{search}?q=coop"


def measure(name: str, client: Client, url: str) -> Figure:
    def ours() -> None:
        fetch(client, url)

    sent = sent_by(ours)
    number = statements(ours)

    def floor() -> None:
        for sql, params in sent:
            with connection.cursor() as cursor:
                cursor.execute(sql, params)
                if cursor.description:
                    cursor.fetchall()

    return compare(
        name, ours, floor, sql=number, floor_sql=len(sent),
        rounds=ROUNDS, times=TIMES, clock=processor_clock(),
    )  # fmt: skip


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
