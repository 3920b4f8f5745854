"""What midnight does to a thousand labels among many, beside the raw statements that do the same.

The floor is one statement for each table: what a label becomes, its next sealed row, what tells it.
« fins »: labels whose logo was never shown, so that is all. « fins et retraits »: others are asked
to remove their logo as well, which is a case, its proof, its course and what tells it; the floor
then finds those rows made, and writes them.
"""

import hashlib
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
# Of a removal, parents before children.
ASKED: tuple[type[models.Model], ...] = (
    Case,
    LogoRemoval,
    history_model(LogoRemoval),
    Process,
    Task,
    Task.previous.through,
)
SEALED = ("transition", "source", "actor", "reason", "previous_digest", "digest")
TOLD = frozenset((*SEALED, "history_date", "history_type"))
Act = Callable[[], object]


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
    """What writes the rows that the sweep writes, and undoes them."""
    _number_after_the_last()
    last = {model: _last_key(model) for model in ASKED}
    outbox = DBTaskResult._meta.db_table
    with transaction.atomic():
        DBTaskResult.objects.all().delete()
        apply_time(at)
        asked = {model: _rows(model, f"{_key(model)} > {key}") for model, key in last.items()}
        asked[DBTaskResult] = _rows(DBTaskResult, "CAST(args_kwargs AS text) LIKE '%removal.ask%'")
        transaction.set_rollback(True)
    for model, rows in asked.items():
        _keep(_waiting(model), f"SELECT * FROM {model._meta.db_table}", rows)
    statements = [
        *_ending(at, outbox),
        *(f"INSERT INTO {model._meta.db_table} SELECT * FROM {_waiting(model)}" for model in asked),
    ]

    def floor() -> None:
        with _undone(), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    return floor


def _ending(at: datetime, outbox: str) -> list[str]:
    """The next sealed row of each label that is due, what it becomes, and what tells it."""
    table, proof = Recognition._meta.db_table, history_model(Recognition)
    today, now = timezone.localdate(at).isoformat(), at.isoformat()
    copied = [name for name in _columns(proof) if name not in TOLD]
    become = {"state": "'expired'", "ended_on": "valid_until"}
    values = {name: become.get(name, name) for name in copied}
    postgresql = connection.vendor == "postgresql"
    if postgresql:
        sealed = f"json_build_object({_pairs(values)}, 'previous', history_head)::text"
        seal = f"encode(sha256(convert_to({sealed}, 'UTF8')), 'hex')"
        key, event = "gen_random_uuid()", "jsonb_build_object"
    else:
        connection.connection.create_function("seal", 1, _sealed, deterministic=True)
        seal = f"seal(json_object({_pairs(values)}, 'previous', history_head))"
        key, event = "lower(hex(randomblob(16)))", "json_object"
    told = {"history_date": f"'{now}'", "history_type": "'~'", "transition": "'expire'",
            "source": "state", "actor": "'system:tick'", "reason": "''",
            "previous_digest": "history_head", "digest": seal}  # fmt: skip
    columns = [*values, *told]
    chosen = ", ".join([*values.values(), *told.values()])
    name = proof._meta.db_table
    return [
        f"INSERT INTO {name} ({', '.join(columns)}) SELECT {chosen} FROM {table} "
        f"WHERE state IN ('active', 'suspended') AND valid_until < '{today}'",
        f"UPDATE {table} SET state = 'expired', ended_on = {table}.valid_until, "
        f"history_head = h.digest FROM {name} h WHERE h.id = {table}.id "
        f"AND h.transition = 'expire' AND h.history_date = '{now}'",
        f"INSERT INTO {outbox} (id, status, enqueued_at, args_kwargs, priority, task_path, "
        "queue_name, backend_name, run_after, exception_class_path, traceback, worker_ids) "
        f"SELECT {key}, 'READY', '{now}', {event}('name', 'recognition.expire', 'pk', h.id, "
        "'history_id', h.history_id), 0, 'workflows.outbox.events.deliver', 'default', 'default', "
        f"'{now}', '', '', '[]' FROM {name} h "
        f"WHERE h.transition = 'expire' AND h.history_date = '{now}'",
    ]


def _pairs(values: dict[str, str]) -> str:
    return ", ".join(f"'{name}', {value}" for name, value in values.items())


def _sealed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


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


def _rows(model: type[models.Model], which: str) -> list[tuple[Any, ...]]:
    """Those of which `which` is true, as they are stored."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table} WHERE {which}")
        return list(cursor.fetchall())


def _key(model: type[models.Model]) -> Any:
    key: Any = model._meta.pk
    return key.column


def _columns(model: type[models.Model]) -> list[str]:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    return [str(field.column) for field in fields]
