"""What other apps say of a case on its page: each adds what it knows, and leads to it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from workflows.actors import Actor
from workflows.models import Case


@dataclass(frozen=True, slots=True)
class Remark:
    """One sentence about a case; `url` leads to more, empty for those who may not follow.

    `day` is when what it tells of takes place, None when it tells of no day.
    """

    text: str
    url: str = ""
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """A day on which a body decides cases; what is ready by `ready_by` may still be put to it.

    `key` is that of what is held then, `hour` when it begins, « 14 h »: two of one day are told
    apart by them. None of it for a day that is only tried.
    """

    day: date
    ready_by: date
    key: int = 0
    hour: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """What takes more than a sentence: a part of the page of its own.

    `lines` come under `title`, then each of `groups`, a heading and its own lines. `tone` is
    « wait » when somebody must act; `url` and `action` lead where they do, empty for the others.
    """

    title: str
    lines: Sequence[str]
    groups: Sequence[tuple[str, Sequence[str]]] = ()
    tone: str = ""
    url: str = ""
    action: str = ""


Sections = Callable[[Case, Actor], Iterable[Section]]
Provider = Callable[[Case, Actor], Iterable[Remark]]
Calendar = Callable[[date], Iterable[Sitting]]
Agenda = Callable[[date], Iterable[tuple[int, int]]]
_providers: list[Provider] = []
_calendars: list[Calendar] = []
_agendas: list[Agenda] = []
_sections: list[Sections] = []


def case_remarks(provider: Provider) -> Provider:
    """Register `provider(case, reader)`: what this app says of a case to who may read it."""
    _providers.append(provider)
    return provider


def remarks_of(case: Case, reader: Actor) -> list[Remark]:
    """All that is said of `case` to `reader`, a person."""
    return [remark for provider in _providers for remark in provider(case, reader)]


def case_sections(provider: Sections) -> Sections:
    """Register `provider(case, reader)`: the sections that this app adds to its page."""
    _sections.append(provider)
    return provider


def sections_of(case: Case, reader: Actor) -> list[Section]:
    """All that is told at length of `case` to `reader`, a person."""
    return [section for provider in _sections for section in provider(case, reader)]


def sittings(calendar: Calendar) -> Calendar:
    """Register `calendar(today)`: the days, from `today` on, on which this app has a body sit."""
    _calendars.append(calendar)
    return calendar


def sittings_to_come(today: date) -> list[Sitting]:
    """Those of every body, the next one first."""
    found = [sitting for calendar in _calendars for sitting in calendar(today)]
    return sorted(found, key=lambda sitting: sitting.day)


def agendas(agenda: Agenda) -> Agenda:
    """Register `agenda(today)`: the cases, by key, that this app has put to a sitting under way or
    to come on `today`, each with the key of that sitting."""
    _agendas.append(agenda)
    return agenda


def sittings_set(today: date) -> dict[int, int]:
    """The key of the sitting that has each case that is to be decided, by the key of the case."""
    return {case: sitting for agenda in _agendas for case, sitting in agenda(today)}
