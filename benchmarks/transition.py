"""`perform()` with everything it does, beside the raw SQL that any such engine must send."""

import uuid
from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from benchmarks.measure import Figure, compare, counted
from directory.recognitions.enums import RecognitionState
from directory.recognitions.models import Recognition
from labelling.instruction.enums import ApplicationState
from tests import factories, sanctions
from workflows.actors import Actor
from workflows.engine import perform

ROUNDS, TIMES = 9, 20


def transition() -> Figure:
    """A lifecycle without a flow: a label suspended and reinstated by decisions, in turn."""
    label: Recognition = factories.dossier(ApplicationState.VALIDATED).recognitions.get()
    turns = cycle(
        [
            ("suspend", sanctions.decision_on(label, "suspend"), sanctions.suspension(label)),
            ("reinstate", sanctions.decision_on(label, "lift"), None),
        ]
    )

    def ours() -> None:
        name, actor, data = next(turns)
        perform(label, name, actor=actor, data=data, reason="Mesure.")

    with counted() as counter:
        ours()
    floor, floor_sql = raw_transition()
    return compare(
        "transition",
        ours,
        floor,
        sql=len(counter.statements) + 2,
        floor_sql=floor_sql,
        rounds=ROUNDS,
        times=TIMES,
    )


def transition_with_task() -> Figure:
    """A dossier with its flow: taken in charge, its request completed, the next one asked."""
    template = factories.dossier(ApplicationState.SUBMITTED)
    sacha = Actor.of(factories.instructor())
    queue = iter(
        [factories.dossier(ApplicationState.SUBMITTED) for _ in range((ROUNDS + 1) * TIMES)]
    )

    def ours() -> None:
        perform(next(queue), "take_charge", actor=sacha)

    with counted() as counter:
        perform(template, "take_charge", actor=sacha)
    floor, floor_sql = raw_transition()
    return compare(
        "transition_with_task",
        ours,
        floor,
        sql=len(counter.statements) + 2,
        floor_sql=floor_sql,
        rounds=ROUNDS,
        times=TIMES,
    )


def raw_transition() -> tuple[Callable[[], None], int]:
    """The floor: lock, update, history, outbox, between BEGIN and COMMIT. Six statements.

    Same tables, same rows, same driver, through Django's connection but none of its ORM.
    """
    label: Recognition = factories.dossier(ApplicationState.VALIDATED).recognitions.get()
    for_update = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    table, history = Recognition._meta.db_table, Recognition.history.model._meta
    columns = [field.column for field in history.concrete_fields if not field.primary_key]
    last = Recognition.history.filter(id=label.pk).order_by("-history_id").values(*columns).first()
    insert_history = (
        f"INSERT INTO {history.db_table} ({', '.join(columns)}) "
        f"VALUES ({', '.join(['%s'] * len(columns))})"
    )
    states: Iterator[Any] = cycle([RecognitionState.ACTIVE, RecognitionState.SUSPENDED])

    def floor() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} WHERE id = %s{for_update}", [label.pk])
            cursor.fetchone()
            cursor.execute(
                f"UPDATE {table} SET state = %s, suspended_on = valid_from, "
                "suspension_due_on = valid_until, sanction_id = case_id WHERE id = %s",
                [str(next(states)), label.pk],
            )
            cursor.execute(insert_history, list((last or {}).values()))
            cursor.execute(OUTBOX, [str(uuid.uuid4()), timezone.now(), timezone.now()])

    floor()
    return floor, 6


OUTBOX = (
    f"INSERT INTO {DBTaskResult._meta.db_table} (id, status, enqueued_at, args_kwargs, priority, "
    "task_path, queue_name, backend_name, run_after, exception_class_path, traceback, worker_ids) "
    "VALUES (%s, 'READY', %s, '{\"args\": [], \"kwargs\": {}}', 0, "
    "'workflows.outbox.events.deliver', 'default', 'default', %s, '', '', '[]')"
)
