"""Two people at the same moment, made certain: the second meets the first in mid-act."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from types import TracebackType
from typing import Any, Self

from django.db import connection, transaction

from workflows.verdicts import Refusal

Act = Callable[[], Any]
PATIENCE = 30.0
# Whoever looks all the time keeps the one that it looks at from running.
BETWEEN_TWO_LOOKS = 0.002


class Overlap:
    """Runs two acts so that the second begins before the first has committed.

    The first act is done but its commit is held back until the second waits for one of its locks,
    or has ended without needing any. That is the moment when whatever was read before a lock is
    out of date. PostgreSQL only: it says who waits.
    """

    def __enter__(self) -> Self:
        self._pool = ThreadPoolExecutor(2)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        both = threading.Barrier(2)
        for _ in range(2):
            self._pool.submit(self._leave, both)
        self._pool.shutdown()

    def run(self, first: Act, second: Act) -> tuple[Any, Any]:
        """What each gave: its result, or the refusal that it met."""
        done, committed = threading.Event(), threading.Event()
        held = self._pool.submit(self._hold, first, done, committed)
        if not done.wait(PATIENCE):
            raise TimeoutError("the first act never ended")
        pid: Future[int] = Future()
        other = self._pool.submit(self._meet, second, pid)
        wait_until_blocked(pid.result(PATIENCE), other)
        committed.set()
        return held.result(PATIENCE), other.result(PATIENCE)

    @staticmethod
    def _hold(act: Act, done: threading.Event, committed: threading.Event) -> Any:
        try:
            with transaction.atomic():
                result = attempt(act)
                done.set()
                committed.wait(PATIENCE)
        finally:
            done.set()
        return result

    @staticmethod
    def _leave(both: threading.Barrier) -> None:
        both.wait(PATIENCE)  # or one thread would leave twice, and the other keep its connection
        connection.close()

    @staticmethod
    def _meet(act: Act, pid: "Future[int]") -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid.set_result(cursor.fetchone()[0])
        return attempt(act)


def attempt(act: Act) -> Any:
    """The result of `act`, or its refusal; anything else is a defect, and raises."""
    try:
        return act()
    except Refusal as refusal:
        return refusal


def wait_until_blocked(pid: int, running: "Future[Any]") -> None:
    """Return when the connection `pid` waits for a lock, or `running` has ended."""
    limit = time.monotonic() + PATIENCE
    while not wait([running], timeout=BETWEEN_TWO_LOOKS).done:
        with connection.cursor() as cursor:
            cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [pid])
            if cursor.fetchone()[0]:
                return
        if time.monotonic() > limit:
            raise TimeoutError("the second act neither waits nor ends")
