"""The delays in force on a day: what every rule that gives a date reads.

What is decided is kept by each process under the digest of the last act on the delays, which never
comes back; whoever reads asks that digest first, so that no process serves what another changed.
A request asks it once at most: along with its person, where it has one (`note_last_act`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from directory.delays.catalogue import CATALOGUE, KNOWN
from directory.delays.enums import Unit
from directory.delays.lengths import Length
from directory.delays.models import DelayChange
from workflows.compiled_sql import Question


@dataclass(frozen=True, slots=True)
class Version:
    """A length, and the day since which it holds: None for the first of all."""

    length: Length
    since: date | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """All versions of the delays that were changed, by key, in the order in which they hold."""

    changed: dict[str, Sequence[Version]]

    def versions(self, key: str) -> Sequence[Version]:
        """KeyError for a delay that nobody knows."""
        return (Version(KNOWN[key].first), *self.changed.get(key, ()))

    def on(self, day: date, key: str) -> Version:
        """The version in force that day."""
        held = [v for v in self.versions(key) if v.since is None or v.since <= day]
        return held[-1]

    def coming(self, day: date, key: str) -> Sequence[Version]:
        """Those that will hold after that day."""
        return [v for v in self.versions(key) if v.since is not None and v.since > day]


@dataclass(slots=True)
class _Reading:
    """What one request has read so far."""

    last_act: str | None = None


_reading: ContextVar[_Reading | None] = ContextVar("delays_read", default=None)
_kept: list[tuple[str, Schedule]] = [("", Schedule({}))]  # one, replaced whole


def delay(key: str, *, on: date | None = None) -> Length:
    """How long the delay `key` lasts when it begins on a day, by default today.

    KeyError for a delay that nobody knows. A query at most, see this module.
    """
    return schedule().on(on or timezone.localdate(), key).length


def delays(*, on: date | None = None) -> dict[str, Length]:
    """All delays in force that day, by key: for what is written to people."""
    found, day = schedule(), on or timezone.localdate()
    return {known.key: found.on(day, known.key).length for known in CATALOGUE}


def ahead(key: str) -> Callable[[], timedelta]:
    """What gives the delay `key` of the day it is asked, counted in days: for a flow, which is
    written before anything is read."""
    return lambda: delay(key).time


def opened_on(key: str, end: date) -> date:
    """The first day that was, or will be, within `key` of `end` by the version in force that day.

    Another version neither closes what has opened, the day it begins included, nor opens it sooner.
    """
    versions = schedule().versions(key)
    following = [*(v.since for v in versions[1:]), None]
    for version, until in zip(versions, following, strict=True):
        opens = max(version.length.before(end), version.since or date.min)
        if until is None or opens <= until:
            return opens
    raise AssertionError("the last version has no end")


def schedule() -> Schedule:
    """All that was decided, as it stands now."""
    last_act = _asked()
    known, found = _kept[0]
    if known != last_act:
        found = _read()
        _kept[0] = last_act, found
    return found


@contextmanager
def read_once() -> Iterator[None]:
    """What is read inside is read as of one moment: a request, a proof over thousands of rows."""
    token = _reading.set(_Reading())
    try:
        yield
    finally:
        _reading.reset(token)


def note_last_act(digest: str) -> None:
    """Whoever read it along with something else says so: this request asks it no more."""
    reading = _reading.get()
    if reading is not None and reading.last_act is None:
        reading.last_act = digest


def read_again() -> None:
    """What was just decided shows in the request that decides it."""
    reading = _reading.get()
    if reading is not None:
        reading.last_act = None


def last_acts() -> "QuerySet[Any, Any]":
    """The digest of the last act on the delays; no row before the first."""
    return DelayChange.objects.order_by("-revision").values_list("history_head", flat=True)[:1]


def _asked() -> str:
    reading = _reading.get()
    if reading is not None and reading.last_act is not None:
        return reading.last_act
    found = _last_act.rows()
    digest: str = found[0][0] if found else ""
    if reading is not None:
        reading.last_act = digest
    return digest


def _read() -> Schedule:
    changed: dict[str, list[Version]] = defaultdict(list)
    for key, since, number, unit in _standing.rows():
        changed[key].append(Version(Length(number, Unit(unit)), since))
    return Schedule(dict(changed))


@Question
def _last_act() -> "QuerySet[Any, Any]":
    return DelayChange.objects.order_by("-revision").values_list("history_head")[:1]


@Question
def _standing() -> "QuerySet[Any, Any]":
    standing = DelayChange.objects.filter(undone_on=None).order_by("holds_from", "revision")
    return standing.values_list("key", "holds_from", "number", "unit")
