"""One at a time, in the order in which they came."""

import threading
from collections import defaultdict, deque


class Turns:
    """A lock that goes to whoever has waited longest.

    `threading.Lock` goes to whoever asks at the right moment, and SQLite's own waiting is worse:
    each sleeps up to 100 ms between two looks, the longer the longer they have waited.
    """

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Event] = deque()

    def __len__(self) -> int:
        """How many wait."""
        return len(self._waiting)

    def take(self, *, within: float) -> bool:
        """Wait for one's turn, `within` seconds at most; False when it did not come."""
        with self._mutex:
            if not self._taken:
                self._taken = True
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(within):
            return True
        with self._mutex:
            if turn.is_set():  # it came as we gave up
                return True
            self._waiting.remove(turn)
        return False

    def give_back(self) -> None:
        """Let the next one go; whoever took the turn must call it, once."""
        with self._mutex:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


# By file: the writers of one database wait for each other whatever connection they have.
turns_of: defaultdict[str, Turns] = defaultdict(Turns)
