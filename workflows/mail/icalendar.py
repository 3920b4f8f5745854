"""What a calendar reads: RFC 5545 (the file) and RFC 5546 (publishing, cancelling).

Times are in UTC, which needs no VTIMEZONE: the reader's calendar shows them in theirs. See
docs/decisions/0032.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar as Writing
from icalendar import Event, vCalAddress

PRODUCT = "-//CRESS Pays de la Loire//OSE//FR"


@dataclass(frozen=True, slots=True)
class Meeting:
    """An event: `uid` never changes, `sequence` grows with each change.

    `starts_at` and `stamped_at` are aware; `organiser` is a name and an address.
    """

    uid: str
    sequence: int
    starts_at: datetime
    lasts: timedelta
    summary: str
    place: str
    description: str
    url: str
    organiser: tuple[str, str]
    stamped_at: datetime
    cancelled: bool = False

    @property
    def method(self) -> str:
        """CANCEL takes it out of the calendars that hold it; PUBLISH asks for no answer."""
        return "CANCEL" if self.cancelled else "PUBLISH"


@dataclass(frozen=True, slots=True)
class WholeDay:
    """Something that falls on a day and takes nobody's time; `uid` never changes."""

    uid: str
    day: date
    summary: str
    description: str
    url: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """A file for calendars, in UTF-8, as it is attached or downloaded."""

    filename: str
    text: str
    content_type: str


def calendar_of(meeting: Meeting, filename: str) -> Calendar:
    """The file that publishes `meeting`, or cancels it."""
    written = _begun()
    written.add("method", meeting.method)
    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.stamped_at.astimezone(UTC))
    event.add("dtstart", meeting.starts_at.astimezone(UTC))
    event.add("dtend", (meeting.starts_at + meeting.lasts).astimezone(UTC))
    event.add("summary", meeting.summary)
    event.add("location", meeting.place)
    event.add("description", meeting.description)
    event.add("url", meeting.url)
    event.add("organizer", _organiser(*meeting.organiser), encode=False)
    event.add("status", "CANCELLED" if meeting.cancelled else "CONFIRMED")
    written.add_component(event)
    return Calendar(filename, _text(written), f"text/calendar; method={meeting.method}")


def feed_of(name: str, days: Iterable[WholeDay], *, at: datetime, every: timedelta) -> str:
    """What a calendar that follows us reads again `every` so often: all that there is, `at` now."""
    written = _begun()
    written.add("x-wr-calname", name)
    written.add("name", name)  # RFC 7986, as is the next
    written.add("refresh-interval", every, parameters={"VALUE": "DURATION"})
    for day in days:
        event = Event()
        event.add("uid", day.uid)
        event.add("dtstamp", at.astimezone(UTC))
        event.add("dtstart", day.day)
        event.add("summary", day.summary)
        event.add("description", day.description)
        event.add("url", day.url)
        event.add("transp", "TRANSPARENT")
        written.add_component(event)
    return _text(written)


def _begun() -> Writing:
    written = Writing()
    written.add("version", "2.0")
    written.add("prodid", PRODUCT)
    written.add("calscale", "GREGORIAN")
    return written


def _organiser(name: str, address: str) -> vCalAddress:
    organiser = vCalAddress(f"mailto:{address}")
    # The value of a parameter has no way to hold a quote, or a line break.
    organiser.params["CN"] = " ".join(name.replace('"', "’").split())
    return organiser


def _text(written: Writing) -> str:
    # In the order in which it was added.
    return written.to_ical(sorted=False).decode()
