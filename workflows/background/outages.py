"""What does not answer: how it shows, and why it is left alone for a moment."""

import logging
import threading
from time import monotonic

from django.db import InterfaceError, OperationalError

logger = logging.getLogger(__name__)

PAUSE = 10.0  # seconds

# What the driver raises when the connection is cut, refused or too slow. Raised by a COMMIT, it
# does not say whether what was written is kept.
DATABASE_LOST = (OperationalError, InterfaceError)


class Outage:
    """Whether a service that we can do without is known to be down, in this process.

    Each call would pay its time-out again. Said in the log once a pause, however many fail.
    """

    def __init__(self, service: str, *, pause: float = PAUSE) -> None:
        self.service = service
        self.pause = pause
        self._until = 0.0
        self._lock = threading.Lock()

    @property
    def known(self) -> bool:
        """True during the pause that follows a failure: do without, and do not ask."""
        return monotonic() < self._until

    def note(self, error: BaseException) -> None:
        """The service failed by `error`: begin a pause, unless one is under way."""
        with self._lock:
            if self.known:
                return
            self._until = monotonic() + self.pause
        logger.error(
            "%s does not answer, left alone for %s s", self.service, self.pause, exc_info=error
        )
