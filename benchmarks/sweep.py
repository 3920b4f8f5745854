"""What midnight does to a thousand labels among many, beside the raw statements that do the same.

The floor writes the very rows that the sweep writes, from tables where they wait: one statement for
each table, seals already made. « fins »: labels whose logo was never shown, so the state, the
chained history and the outbox. « fins et retraits »: others are asked to remove their logo as well,
which is a case, its proof, its course and what tells it.
"""

import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from benchmarks.lists import analyse
from benchmarks.measure import Clock, Figure, counted, processor_clock, seconds
from benchmarks.public_rows import fill
from directory.recognitions.enums import RecognitionState
from directory.recognitions.models import Recognition
from directory.recognitions.operations import apply_time
from directory.removals.models import LogoRemoval
from tests import factories
from tests.directory.making import accompanist, label
from workflows.history import history_model
from workflows.models import Case, Process, Task

SIZES, DUE, ROUNDS = (10_000, 100_000), 1_000, 7
# Parents before children.
WRITTEN: tuple[type[models.Model], ...] = (
    history_model(Recognition),
    Case,
    LogoRemoval,
    history_model(LogoRemoval),
    Process,
    Task,
    Task.previous.through,
    DBTaskResult,
)
Act = Callable[[], object]
MOVED = ("state", "ended_on", "history_head")


@dataclass(frozen=True, slots=True)
class SweepFigure(Figure):
    """A Figure of DUE labels among `size`; `growth` is its time over that of the first size."""

    size: int
    milliseconds: float
    growth: float


def sweep() -> list[SweepFigure]:
    """Each kind of end, at each size: what is done is undone, and done again."""
    today = timezone.localdate()
    signed = [make(factories.organisation(), today).signature for make in (label, accompanist)]
    figures: list[SweepFigure] = []
    filled = 0
    for size in SIZES:
        fill(signed[0], signed[1], filled, size)
        filled = size
        due = _about_to_end()
        for name in ("fins", "fins et retraits"):
            first = next((one for one in figures if one.name == name), None)
            figures.append(_measure(name, size, first))
            _let_show_their_logos(due)
        _let_run(due)
    return figures


def _measure(name: str, size: int, first: SweepFigure | None) -> SweepFigure:
    at = timezone.now() + timedelta(days=1)

    def ours() -> None:
        with _undone():
            counts = apply_time(at)
            if counts["expired"] != DUE:
                raise RuntimeError(f"{counts} of {DUE}")

    floor = _same_rows(at)
    with counted() as counter:
        ours()
    with counted() as floor_counter:
        floor()
    clock: Clock = processor_clock()
    seconds(floor, 1)
    pairs = [(seconds(ours, 1, clock), seconds(floor, 1, clock)) for _ in range(ROUNDS)]
    spent = statistics.median(mine for mine, _ in pairs)
    milliseconds = round(1000 * spent, 1)
    return SweepFigure(
        name=name,
        engine=connection.vendor,
        ratio=round(statistics.median(mine / raw for mine, raw in pairs), 2),
        sql=len(counter.statements),
        floor_sql=len(floor_counter.statements),
        per_second=round(DUE / spent, 1),
        floor_per_second=round(DUE / statistics.median(raw for _, raw in pairs), 1),
        rounds=ROUNDS,
        size=size,
        milliseconds=milliseconds,
        growth=round(milliseconds / first.milliseconds, 2) if first else 1,
    )


@contextmanager
def _undone() -> Iterator[None]:
    """A transaction that leaves nothing, once what a commit would check is checked."""
    with transaction.atomic():
        yield
        if connection.vendor == "postgresql":
            connection.check_constraints()
        transaction.set_rollback(True)


def _about_to_end() -> list[int]:
    """DUE labels that run, whose last day is today; their keys."""
    running = Recognition.objects.filter(state=RecognitionState.ACTIVE, kind="label")
    keys = list(running.order_by("-pk").values_list("pk", flat=True)[:DUE])
    today, later = timezone.localdate(), timezone.localdate() + timedelta(days=300)
    Recognition.objects.filter(pk__in=keys).update(
        valid_from=today - timedelta(days=1000), valid_until=today
    )
    # Nothing else is due.
    Recognition.objects.filter(state=RecognitionState.SCHEDULED).update(
        valid_from=later, valid_until=later + timedelta(days=1000)
    )
    Recognition.objects.filter(state=RecognitionState.SUSPENDED).update(suspension_due_on=later)
    analyse()
    return keys


def _let_show_their_logos(keys: list[int]) -> None:
    """The row of their history that says that they began; a second one says it no better."""
    history = history_model(Recognition)
    columns = ", ".join(_columns(history))
    told = {"transition": "start", "source": "scheduled", "actor": "system:bench", "reason": "",
            "previous_digest": "", "digest": "", "history_type": "~",
            "history_date": timezone.now().isoformat()}  # fmt: skip
    read = ", ".join(f"'{told[name]}'" if name in told else name for name in _columns(history))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {history._meta.db_table} ({columns}) SELECT {read} "
            f"FROM {Recognition._meta.db_table} WHERE id IN ({', '.join(map(str, keys))})"
        )


def _let_run(keys: list[int]) -> None:
    Recognition.objects.filter(pk__in=keys).update(
        valid_until=timezone.localdate() + timedelta(days=400)
    )


def _same_rows(at: datetime) -> Act:
    """What writes again the rows that the sweep writes, and undoes them."""
    _number_after_the_last()
    last = {model: _last_key(model) for model in WRITTEN if model is not DBTaskResult}
    with transaction.atomic():
        DBTaskResult.objects.all().delete()
        apply_time(at)
        written = {model: _rows(model, last.get(model)) for model in WRITTEN}
        ended = Recognition.objects.filter(ended_on__isnull=False, state=RecognitionState.EXPIRED)
        moved = list(ended.filter(valid_until=timezone.localdate()).values_list("pk", *MOVED))
        transaction.set_rollback(True)
    for model, rows in written.items():
        _keep(_waiting(model), f"SELECT * FROM {model._meta.db_table}", rows)
    table = Recognition._meta.db_table
    _keep("bench_moved", f"SELECT id, {', '.join(MOVED)} FROM {table}", moved)
    moves = ", ".join(f"{name} = m.{name}" for name in MOVED)

    def floor() -> None:
        with _undone(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {moves} FROM bench_moved m WHERE {table}.id = m.id")
            for model in WRITTEN:
                cursor.execute(
                    f"INSERT INTO {model._meta.db_table} SELECT * FROM {_waiting(model)}"
                )

    return floor


def _keep(table: str, like: str, rows: list[tuple[Any, ...]]) -> None:
    """`rows` in a new `table`, whose columns are those of `like`."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
        cursor.execute(f"CREATE TABLE {table} AS {like} WHERE 1 = 0")
        if rows:
            cursor.executemany(
                f"INSERT INTO {table} VALUES ({', '.join(['%s'] * len(rows[0]))})", rows
            )


def _waiting(model: type[models.Model]) -> str:
    return f"bench_{model._meta.db_table}"


def _number_after_the_last() -> None:
    """The cases were given keys of their own: those to come follow, on PostgreSQL as well."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for statement in connection.ops.sequence_reset_sql(no_style(), [Case]):
                cursor.execute(statement)


def _last_key(model: type[models.Model]) -> int:
    return model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0


def _rows(model: type[models.Model], last: int | None) -> list[tuple[Any, ...]]:
    """As they are stored; of those after the key `last`, if there is one."""
    key = model._meta.pk.column
    after = "" if last is None else f" WHERE {key} > {last}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table}{after}")
        return list(cursor.fetchall())


def _columns(model: type[models.Model]) -> list[str]:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    return [str(field.column) for field in fields]
