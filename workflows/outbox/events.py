"""What the world is told, after commit and never otherwise.

`emit` enqueues a task row in the transaction of the change: a rollback takes it along, a commit
keeps it whatever happens next. A worker runs `deliver`, which tells the subscribers of
`event_published`. Delivery is at least once: subscribers deduplicate on `Event.key`, and put what
may wait for somebody else's server in a task of its own.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Model
from django.dispatch import Signal
from django_tasks import task

event_published = Signal()
# Asked of the subscribers, with `event` and its `subject`: the names of those whom they would tell.
event_foreseen = Signal()


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

    @property
    def key(self) -> str:
        """Unique per event: what subscribers deduplicate on."""
        return f"{self.name}:{self.pk}:{self.history_id}"


def emit(event: Event) -> None:
    """Enqueue `event` in the current transaction: one INSERT."""
    deliver.enqueue(event=asdict(event))


def would_be_told(event: Event, subject: Model) -> list[str]:
    """The names of those who would be told of `event` about `subject`; nobody is told."""
    answers: Any = event_foreseen.send(sender=Event, event=event, subject=subject)
    return sorted({name for _, names in answers for name in names})


@task()
def deliver(event: dict[str, Any]) -> None:
    """Tell every subscriber; an error leaves the task FAILED, where an operator sees it."""
    event_published.send(sender=Event, event=Event(**event))
