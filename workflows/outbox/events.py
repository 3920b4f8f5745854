"""What the world is told, after commit and never otherwise.

`emit` enqueues a task row in the transaction of the change: a rollback takes it along, a commit
keeps it whatever happens next. A worker runs `deliver`, which reads what the event is about and
gives it to the subscribers of `event_published`. Delivery is at least once: subscribers deduplicate
on `Event.key`, and put what may wait for somebody else's server in a task of its own.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.dispatch import Signal
from django_tasks import task

from workflows.actors import Actor
from workflows.kinds import kind_of
from workflows.lifecycles import Lifecycle
from workflows.models import Case, Task
from workflows.presentation.links import case_url

event_published = Signal()  # with the `target` of the event


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: `name` (`dossier.submit`), on which object, proven by which row.

    `model` is a label (`labelling.dossier`), `history_id` the row of the object's history (0 for
    what has none, as a message), `state` the state reached, `actor` the pseudonymous reference.
    """

    name: str
    model: str
    pk: int
    history_id: int
    state: str
    actor: str

    @classmethod
    def of(cls, subject: Model, action: str, *, actor: Actor, history_id: int = 0) -> "Event":
        """`actor` did `action`, which left `subject` as it is given."""
        return cls(
            name=event_name(type(subject), action),
            model=subject._meta.label_lower,
            pk=subject.pk,
            history_id=history_id,
            state=str(getattr(subject, "state", "")),
            actor=actor.reference,
        )

    def told(self) -> dict[str, Any]:
        """As the outbox keeps it, from which it is made again: words and numbers alone."""
        return {name: getattr(self, name) for name in self.__slots__}

    @property
    def key(self) -> str:
        """Unique per event: what subscribers deduplicate on."""
        return f"{self.name}:{self.pk}:{self.history_id}"


def event_name(model: type[Model], action: str) -> str:
    return f"{model._meta.model_name}.{action}"


@dataclass(frozen=True, slots=True)
class Target:
    """What an event is about: `subject`, the object as it was when it was read for this.

    `url` is the path of the page that shows it (empty: none does), `case_id` the case that it is or
    belongs to, `current` whether it is still as the event left it: what it asks is still to do.
    """

    event: Event
    subject: Any
    url: str
    case_id: int | None
    current: bool

    @classmethod
    def of(cls, event: Event) -> "Target":
        """Read from the database; raises DoesNotExist when the object is gone."""
        subject = apps.get_model(event.model)._default_manager.get(pk=event.pk)
        return cls.about(subject, event)

    @classmethod
    def about(cls, subject: Any, event: Event) -> "Target":
        """For whoever holds the object of the event already."""
        case_id = subject.pk if isinstance(subject, Case) else getattr(subject, "case_id", None)
        return cls(event, subject, _url_of(subject), case_id, _is_current(subject, event))


def _url_of(subject: Any) -> str:
    """Its own page, or that of its case; for a request, the page where it is met."""
    if isinstance(subject, Task):
        return kind_of(subject.case).page_to(subject.case.subject, subject.asks)
    if hasattr(subject, "get_absolute_url"):
        url: str = subject.get_absolute_url()
        return url
    case = getattr(subject, "case", None)
    return case_url(case) if case else ""


def _is_current(subject: Any, event: Event) -> bool:
    if isinstance(subject, Task):
        return subject.finished is None
    return not isinstance(subject, Lifecycle) or subject.state == event.state


_overheard: ContextVar[list[Event] | None] = ContextVar("overheard", default=None)


@contextmanager
def overhear() -> Iterator[list[Event]]:
    """The events emitted meanwhile, in order. They are enqueued all the same."""
    events: list[Event] = []
    token = _overheard.set(events)
    try:
        yield events
    finally:
        _overheard.reset(token)


def emit(event: Event) -> None:
    """Enqueue `event` in the current transaction: one INSERT."""
    _note([event])
    deliver.enqueue(event=event.told())


def emit_all(events: Sequence[Event]) -> None:
    """Enqueue `events` in the current transaction: one INSERT for all."""
    _note(events)
    outbox: Any = deliver.get_backend()
    outbox.enqueue_all(deliver, [{"event": event.told()} for event in events])


def _note(events: Sequence[Event]) -> None:
    heard = _overheard.get()
    if heard is not None:
        heard.extend(events)


@task()
def deliver(event: dict[str, Any]) -> None:
    """Tell every subscriber; an error leaves the task FAILED, where an operator sees it."""
    event_published.send(sender=Event, target=Target.of(Event(**event)))
