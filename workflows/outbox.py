"""What the world is told, after commit and never otherwise.

`emit` enqueues a task row in the transaction of the change: a rollback takes it along, a commit
keeps it whatever happens next. A worker runs `deliver`, which tells the subscribers of
`event_published`. Delivery is at least once: subscribers deduplicate on `Event.key`.
"""

from dataclasses import asdict, dataclass
from typing import Any

from django.dispatch import Signal
from django_tasks import task

from workflows.retries import try_later

event_published = Signal()


class DeliveryIncomplete(Exception):
    """A subscriber could not finish now (mail server down…): try again later."""


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


@task()
def deliver(event: dict[str, Any], attempt: int = 1) -> None:
    """Tell every subscriber; on DeliveryIncomplete, try again with a growing pause.

    After the last attempt the task is left FAILED, where an operator sees it.
    """
    try:
        event_published.send(sender=Event, event=Event(**event))
    except DeliveryIncomplete:
        if not try_later(deliver, attempt=attempt, event=event):
            raise
