"""What an act would tell, without doing it: it is done, read, and undone."""

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

from workflows.outbox.events import Event, overhear

Seen = TypeVar("Seen")


def rehearse(act: Callable[[], object], look: Callable[[list[Event]], Seen]) -> Seen:
    """Do `act`, have `look` read what it would tell while it is done, and undo everything.

    What `look` returns must rest on nothing that is undone. Whatever `act` raises is let out. Not
    for an act that writes elsewhere than in the database: that is not undone.
    """
    with transaction.atomic():
        with overhear() as events:
            act()
        seen = look(events)
        transaction.set_rollback(True)
    return seen
