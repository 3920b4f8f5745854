"""How far a task is, told to whoever watches its page."""

from typing import Any

from django.core.cache import cache

KEPT = 3600  # seconds


class Progress:
    """For the model of what a task makes: its progress stands in the cache, not in its row.

    What the task writes is seen by nobody else before it commits.
    """

    pk: Any
    _meta: Any

    @property
    def progress(self) -> tuple[int, int]:
        """How many parts are done, of how many; (0, 1) before the first."""
        found: tuple[int, int] = cache.get(self._progress_key, (0, 1))
        return found

    def note(self, done: int, of: int) -> None:
        """Say that `done` parts of `of` are done."""
        cache.set(self._progress_key, (done, of), KEPT)

    @property
    def _progress_key(self) -> str:
        return f"progress-{self._meta.label_lower}-{self.pk}"
