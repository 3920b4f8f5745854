"""The instructor's list of dossiers through the whole stack, at 10,000 and 100,000 dossiers.

The floor is the least that a Django page can do for as many rows: session, user, one query that
reads one page of the same joined rows, one template loop.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import Client, override_settings
from django.urls import path, reverse

from benchmarks.measure import Figure, compare, counted
from directory.organisations.models import Organisation
from labelling.dossiers.flows import DossierFlow
from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState
from labelling.instruction.queue.listing import PAGE_SIZE
from tests import factories
from workflows.models import Case, Process, Task

SIZES = (10_000, 100_000)
ROUNDS, TIMES = 7, 5
CHUNK = 5_000
START = datetime(2020, 1, 6, 9, tzinfo=UTC)
# One in five still open: many more than a label of this size ever has.
STATES = [
    ApplicationState.SUBMITTED,
    ApplicationState.UNDER_INSTRUCTION,
    ApplicationState.VALIDATED,
    ApplicationState.VALIDATED,
    ApplicationState.VALIDATED,
    ApplicationState.VALIDATED,
    ApplicationState.REFUSED,
    ApplicationState.VALIDATED,
    ApplicationState.VALIDATED,
    ApplicationState.VALIDATED,
]
NAMES = [
    "Association",
    "Coopérative",
    "L’Atelier",
    "Théâtre",
    "Régie",
    "Ressourcerie",
    "Les Jardins",
    "Mutuelle",
    "Épicerie",
    "Recyclerie",
]
DEPARTMENTS = ["44", "49", "53", "72", "85"]
MINIMAL = Template(
    "<!doctype html><title>Dossiers</title><table>{% for row in rows %}<tr>"
    '<td><a href="/dossiers/{{ row.pk }}/">{{ row.organisation__name }}</a></td>'
    "<td>{{ row.reference }}</td><td>{{ row.state }}</td><td>{{ row.submitted_at }}</td>"
    "<td>{{ row.assignee__last_name }}</td></tr>{% endfor %}</table>"
)


@dataclass(frozen=True, slots=True)
class ListFigure(Figure):
    """A Figure at one size; `growth` is its median time over that of the first size."""

    size: int
    milliseconds: float
    growth: float


def minimal(request: HttpRequest) -> HttpResponse:
    """As many rows of the same tables, for a logged-in person, and nothing else."""
    rows = (
        Dossier.objects.filter(submitted_at__isnull=False)
        .order_by("-submitted_at", "-pk")
        .values(
            "pk",
            "organisation__name",
            "reference",
            "state",
            "submitted_at",
            "assignee__last_name",
        )[:PAGE_SIZE]
    )
    return HttpResponse(MINIMAL.render(Context({"rows": rows})))


ROWS = "/bench/rows/"

urlpatterns: list[Any] = [path(ROWS[1:], minimal)]


def dossier_list() -> list[ListFigure]:
    """One figure per size, in growing order."""
    signature = factories.dossier(ApplicationState.COMMITTED).signature
    client = Client()
    client.force_login(factories.instructor())
    figures: list[ListFigure] = []
    filled = 0
    for size in SIZES:
        fill(signature, filled, size)
        filled = size
        figure = measure(client)
        smallest = figures[0] if figures else figure
        figures.append(
            ListFigure(
                **asdict(figure),
                size=size,
                milliseconds=round(1000 / figure.per_second, 1),
                growth=round(smallest.per_second / figure.per_second, 2),
            )
        )
    return figures


def measure(client: Client) -> Figure:
    url = reverse("labelling:queue")
    ours = fetch(client, url)
    with counted() as counter:
        ours()
    with override_settings(ROOT_URLCONF=__name__), counted() as floor_counter:
        fetch(client, ROWS)()

    def floor() -> None:
        with override_settings(ROOT_URLCONF=__name__):
            fetch(client, ROWS)()

    return compare(
        "list",
        ours,
        floor,
        sql=len(counter.statements),
        floor_sql=len(floor_counter.statements),
        rounds=ROUNDS,
        times=TIMES,
    )


def fetch(client: Client, url: str) -> Callable[[], None]:
    def run() -> None:
        response = client.get(url)
        shown = response.content.count(b"<tr")
        if response.status_code != 200 or shown < PAGE_SIZE:
            raise RuntimeError(f"{url}: status {response.status_code}, {shown} rows")

    return run


def open_cases(kind: str, numbers: range) -> None:
    """An organisation for each of `numbers`, and a case of `kind`."""
    insert(
        Organisation,
        ["id", "history_head", "name", "siren", "siret", "legal_form", "esus",
         "declared_cooperative", "department", "city", "registered_at"],
        ((base(n), "", name_of(n), f"{base(n):09d}", "", "9220", False, False,
          DEPARTMENTS[n % len(DEPARTMENTS)], "Angers", START) for n in numbers),
    )  # fmt: skip
    insert(
        Case,
        ["id", "reference", "kind", "title", "opened_at"],
        ((base(n), f"D-B-{n:06d}", kind, name_of(n), START) for n in numbers),
    )


def analyse() -> None:
    """What a server does by itself once many rows were written (autovacuum)."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM (ANALYZE)")


def fill(signature: Any, start: int, stop: int) -> None:
    """Insert dossiers numbered from `start` to `stop`, with their open tasks: plain SQL."""
    label = Dossier._meta.label_lower
    flow, node = "labelling/dossiers.flows.DossierFlow", DossierFlow.take_charge
    numbers = range(start, stop)
    open_cases(label, numbers)
    insert(
        Dossier,
        ["case_ptr_id", "history_head", "organisation_id", "approach", "signature_id",
         "commitments", "state", "submitted_at", "instruction_days", "instruction_unit",
         "instruction_due_on",
         "decided_on", "decision_reasons", "appealable_until", "appeal_grounds", "covered"],
        (dossier_row(n, signature.pk) for n in numbers),
    )  # fmt: skip
    waiting = [n for n in numbers if state_of(n) in STATES[:2]]
    insert(
        Process,
        ["id", "flow_class", "status", "created", "case_id"],
        ((base(n), flow, "NEW", START, base(n)) for n in waiting),
    )
    insert(
        Task,
        ["id", "flow_task", "flow_task_type", "status", "created", "token", "process_id",
         "audience", "asks", "due_at"],
        ((base(n), f"{flow}.{node.name}", "HUMAN", "NEW", START, "start", base(n),
          "group:cress-instructor", "take_charge", START + timedelta(minutes=n)) for n in waiting),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def base(number: int) -> int:
    """Primary keys far from those of the factories."""
    return 10_000 + number


def name_of(number: int) -> str:
    return f"{NAMES[number % len(NAMES)]} {number}"


def state_of(number: int) -> ApplicationState:
    return STATES[number % len(STATES)]


def dossier_row(number: int, signature_id: int) -> tuple[Any, ...]:
    state = state_of(number)
    submitted = START + timedelta(minutes=10 * number)
    decided = (
        submitted.date()
        if state in (ApplicationState.VALIDATED, ApplicationState.REFUSED)
        else None
    )
    due: date = submitted.date() + timedelta(days=15)
    reasons = "Motifs." if state == ApplicationState.REFUSED else ""
    appealable = decided if state == ApplicationState.REFUSED else None
    return (base(number), "", base(number), "ess_pratiques", signature_id, "", state.value,
            submitted, 15, "day", due, decided, reasons, appealable, "", "[]")  # fmt: skip


def insert(model: type[Any], columns: list[str], rows: Iterable[tuple[Any, ...]]) -> None:
    into = f"{model._meta.db_table} ({', '.join(columns)})"
    if connection.vendor == "postgresql":
        copy_in(into, rows)
        return
    sql = f"INSERT INTO {into} VALUES ({', '.join(['%s'] * len(columns))})"
    iterator: Iterator[tuple[Any, ...]] = iter(rows)
    with transaction.atomic(), connection.cursor() as cursor:
        while chunk := list(islice(iterator, CHUNK)):
            cursor.executemany(sql, chunk)


def copy_in(into: str, rows: Iterable[tuple[Any, ...]]) -> None:
    """Some ten times sooner than by INSERT."""
    with transaction.atomic(), connection.cursor() as cursor:
        psycopg_cursor: Any = cursor.cursor
        with psycopg_cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
