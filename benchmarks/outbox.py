"""The events of the outbox told by one worker, beside the same rows written raw.

An event is a message on a dossier, told to its one reader. Its task is taken and ended; a delivery,
the task that will send it and a bell are written. The floor writes the same rows of the same
tables, in as many transactions as keep the promise that nothing is lost.
"""

import json
import statistics
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection, transaction
from django.db.models import Model
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from benchmarks.measure import Figure, counted, seconds
from labelling.dossiers.models import Dossier
from labelling.instruction.enums import ApplicationState
from notifications.bells.models import Notification
from notifications.letters.models import Delivery
from tests import factories
from workflows.actors import Actor
from workflows.background.leases import Presence
from workflows.background.worker import Worker
from workflows.models import Message
from workflows.outbox.events import Event, deliver

EVENTS, AT_ONCE = 10_000, 500


@dataclass(frozen=True, slots=True)
class OutboxFigure(Figure):
    """A Figure of `size` events in all; `sql` and what is `per_second` are of one event."""

    size: int


def outbox() -> OutboxFigure:
    """EVENTS in all, AT_ONCE a round, on each side in turn."""
    dossier = factories.dossier(ApplicationState.UNDER_INSTRUCTION)
    DBTaskResult.objects.all().delete()
    with by_one_worker() as worker:
        ours_sql = told_by(worker, posted(dossier, 1))
        raw = Raw()
        floor_sql = told_raw(raw, posted(dossier, 1))
        pairs = []
        for _ in range(EVENTS // AT_ONCE):
            posted(dossier, AT_ONCE)
            ours = seconds(worker.run, 1)
            tasks = posted(dossier, AT_ONCE)
            pairs.append((ours, seconds(lambda tasks=tasks: raw.tell(tasks), 1)))  # type: ignore[misc]
    check(EVENTS * 2 + 2)
    return OutboxFigure(
        name="outbox",
        engine=connection.vendor,
        ratio=round(statistics.median(ours / floor for ours, floor in pairs), 2),
        sql=ours_sql,
        floor_sql=floor_sql,
        per_second=round(AT_ONCE / statistics.median(ours for ours, _ in pairs), 1),
        floor_per_second=round(AT_ONCE / statistics.median(floor for _, floor in pairs), 1),
        rounds=len(pairs),
        size=EVENTS,
    )


@contextmanager
def by_one_worker() -> Iterator[Worker]:
    presence = Presence()
    try:
        yield Worker("default", presence=presence)
    finally:
        presence.leave()


def posted(dossier: Dossier, count: int) -> list[DBTaskResult]:
    """The tasks of as many messages from the structure, READY, in order."""
    author, now = factories.representative_of(dossier), timezone.now()
    messages = Message.objects.bulk_create(
        Message(case_id=dossier.pk, author=author, body="Bonjour.", sent_at=now)
        for _ in range(count)
    )
    actor = Actor.of(author)
    with transaction.atomic():
        for message in messages:
            deliver.enqueue(event=asdict(Event.of(message, "post", actor=actor)))
    return list(DBTaskResult.objects.ready().filter(queue_name="default").order_by("enqueued_at"))


def told_by(worker: Worker, tasks: Sequence[DBTaskResult]) -> int:
    """How many statements the worker sends for `tasks`, and to find that there is no other."""
    with counted() as counter:
        worker.run()
    return len(counter.statements)


class Raw:
    """What an event has to write, in plain SQL: rows as those that the worker has just written."""

    def __init__(self) -> None:
        self.tasks = DBTaskResult._meta.db_table
        sending = DBTaskResult.objects.filter(queue_name="mail").order_by("enqueued_at")
        self.sending = Row(sending.last())
        self.delivery = Row(Delivery.objects.order_by("pk").last())
        self.bell = Row(Notification.objects.order_by("pk").last())

    def tell(self, tasks: Sequence[DBTaskResult]) -> None:
        for task in tasks:
            self._tell(task)

    def _tell(self, task: DBTaskResult) -> None:
        now, event = timezone.now(), task.args_kwargs["kwargs"]["event"]
        key = f"{event['name']}:{event['pk']}:{event['history_id']}"
        pk = task.pk if connection.features.has_native_uuid_field else task.pk.hex
        with transaction.atomic(), connection.cursor() as cursor:
            taken = f"SELECT id FROM {self.tasks} WHERE id = %s"
            cursor.execute(taken + (" FOR UPDATE" if _postgresql() else ""), [pk])
            cursor.execute(
                f"UPDATE {self.tasks} SET status = 'RUNNING', started_at = %s, "
                "worker_ids = '[\"raw\"]' WHERE id = %s",
                [now, pk],
            )
        with transaction.atomic(), connection.cursor() as cursor:
            told = json.dumps(event)
            self.delivery.write(cursor, event_key=key, event=told, made_at=now)
            again = uuid.uuid4()
            fresh = again if connection.features.has_native_uuid_field else again.hex
            self.sending.write(cursor, id=fresh, enqueued_at=now)
            self.bell.write(cursor, event_key=key, created_at=now)
        with connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {self.tasks} SET status = 'SUCCESSFUL', finished_at = %s, "
                "return_value = 'null' WHERE id = %s",
                [now, pk],
            )


class Row:
    """An INSERT of a row that has the values of `like`, but for those that are given."""

    def __init__(self, like: Model | None) -> None:
        if like is None:
            raise RuntimeError("the worker has written nothing: there is nothing to compare with")
        fields: list[Any] = [
            field
            for field in like._meta.concrete_fields
            if not (field.primary_key and field.get_internal_type() == "BigAutoField")
        ]
        self.values: dict[str, Any] = {
            field.column: field.get_db_prep_save(getattr(like, field.attname), connection)
            for field in fields
        }
        places = ", ".join(["%s"] * len(self.values))
        table, columns = like._meta.db_table, ", ".join(self.values)
        self.sql = f"INSERT INTO {table} ({columns}) VALUES ({places})"

    def write(self, cursor: Any, **given: Any) -> None:
        cursor.execute(self.sql, list({**self.values, **given}.values()))


def told_raw(raw: Raw, tasks: Sequence[DBTaskResult]) -> int:
    with counted() as counter:
        raw.tell(tasks)
    return len(counter.statements)


def check(events: int) -> None:
    """Both sides have told all that was posted, or the figure means nothing."""
    told = Delivery.objects.count(), Notification.objects.filter(event_key__startswith="message")
    failed = DBTaskResult.objects.failed().count()
    if (told[0], told[1].count(), failed) != (events, events, 0):
        raise RuntimeError(
            f"{events} posted, told {told[0]} and {told[1].count()}, {failed} failed"
        )


def _postgresql() -> bool:
    return connection.vendor == "postgresql"
