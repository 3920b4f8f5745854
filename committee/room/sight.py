"""What the room of a session shows alike to all, gathered once however many look.

A change wakes every screen at once, and each asks for the room. What depends on who looks is added
for each by `contents`; here is nothing of theirs, and nothing that a reader of the session may not
see. Kept for one revision (`live.revision_of`), and FRESH seconds at most: what the room shows of
other records, such as the links of a member with a structure, has no revision of ours.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from committee.room.drawing import Drawn
from committee.room.page import CommonRoom
from committee.sessions.live import revision_of
from committee.sessions.models import Session

FRESH = 1.0
MOST = 32  # sessions, or items shown, at once in a process


@dataclass(frozen=True, slots=True)
class Sight:
    """The room, whoever looks, and what was drawn of it; the others are keys of users."""

    room: CommonRoom
    drawn: Drawn
    chairs: frozenset[int]
    conductors: frozenset[int]
    bureau: frozenset[int]


class Sights:
    """The last ones gathered, by session, revision and item asked for.

    Threads that ask for the same wait for the one that gathers it.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], tuple[float, Sight]] = OrderedDict()
        self._gathering = threading.Lock()

    def see(self, session: Session, point: int | None, gather: Callable[[], Sight]) -> Sight:
        """What `gather` gives, or gave a moment ago; in a transaction, what it gives now."""
        if connection.in_atomic_block:
            return gather()
        question = (session.pk, session.history_head, revision_of(session.pk), point)
        with self._gathering:
            since, found = self._kept.get(question, (0.0, None))
            if found is None or time.monotonic() - since > FRESH:
                # Read from when on: what is committed meanwhile has a revision of its own.
                since = time.monotonic()
                found = gather()
            self._kept[question] = since, found
            self._kept.move_to_end(question)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return found


sights = Sights()
