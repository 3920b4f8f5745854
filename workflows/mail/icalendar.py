"""What a calendar reads: RFC 5545 (the file) and RFC 5546 (publishing, cancelling).

Times are in UTC, which needs no VTIMEZONE: the reader's calendar shows them in theirs. See
docs/decisions/0032.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

PRODUCT = "-//CRESS Pays de la Loire//OSE//FR"
LONGEST_LINE = 75  # octets, its end left out (RFC 5545, 3.1)
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


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
class Calendar:
    """A file for calendars, in UTF-8, as it is attached or downloaded."""

    filename: str
    text: str
    content_type: str


def calendar_of(meeting: Meeting, filename: str) -> Calendar:
    """The file that publishes `meeting`, or cancels it."""
    return Calendar(
        filename,
        "".join(f"{fold(line)}\r\n" for line in _lines(meeting)),
        f"text/calendar; method={meeting.method}",
    )


def _lines(meeting: Meeting) -> Iterator[str]:
    name, address = meeting.organiser
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN")
    yield f"METHOD:{meeting.method}"
    yield "BEGIN:VEVENT"
    yield f"UID:{meeting.uid}"
    yield f"SEQUENCE:{meeting.sequence}"
    yield f"DTSTAMP:{utc(meeting.stamped_at)}"
    yield f"DTSTART:{utc(meeting.starts_at)}"
    yield f"DTEND:{utc(meeting.starts_at + meeting.lasts)}"
    yield f"SUMMARY:{escape(meeting.summary)}"
    yield f"LOCATION:{escape(meeting.place)}"
    yield f"DESCRIPTION:{escape(meeting.description)}"
    yield f"URL:{meeting.url}"
    yield f'ORGANIZER;CN="{_in_quotes(name)}":mailto:{address}'
    yield f"STATUS:{'CANCELLED' if meeting.cancelled else 'CONFIRMED'}"
    yield from ("END:VEVENT", "END:VCALENDAR")


def utc(moment: datetime) -> str:
    """`moment`, aware, in the form with UTC time (3.3.5)."""
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escape(text: str) -> str:
    """`text` as a value of type TEXT (3.3.11)."""
    return text.replace("\r\n", "\n").translate(_ESCAPES)


def fold(line: str) -> str:
    """`line` in pieces of 75 octets at most, none cut inside a character (3.1)."""
    pieces, piece, size = [], "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > LONGEST_LINE:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + char, size + octets
    return "\r\n".join([*pieces, piece])


def _in_quotes(text: str) -> str:
    """`text` as the value of a parameter: it has no way to hold a quote, or a line break."""
    return " ".join(text.replace('"', "’").split())
