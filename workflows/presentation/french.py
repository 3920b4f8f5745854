"""Dates, numbers and lists as French writes them, with no-break spaces (U+00A0)."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone
from django.utils.text import Truncator

MOST_COUNTED = 99
MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
SHORT_MONTHS = (
    "janv.",
    "févr.",
    "mars",
    "avr.",
    "mai",
    "juin",
    "juil.",
    "août",
    "sept.",
    "oct.",
    "nov.",
    "déc.",
)
WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
NUMBERS = (
    "aucun",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
)
SIZE_UNITS = ("octets", "ko", "Mo", "Go", "To")


def local_date(value: date) -> date:
    """Return the day of `value`, in the current time zone for an aware datetime."""
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).date()
    return value


def format_day(value: date) -> str:
    """Return « 12 mars », « 1er mai »."""
    day = local_date(value)
    return f"{'1er' if day.day == 1 else day.day}\u00a0{MONTHS[day.month - 1]}"


def format_date(value: date) -> str:
    """Return « 12 mars 2026 », « 1er mai 2026 »."""
    return f"{format_day(value)}\u00a0{local_date(value).year}"


def format_long_date(value: date) -> str:
    """Return « jeudi 10 décembre 2026 »."""
    return f"{WEEKDAYS[local_date(value).weekday()]} {format_date(value)}"


def format_time(value: datetime) -> str:
    """Return « 9 h 12 », « 18 h »."""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    minutes = f"\u00a0{local.minute:02d}" if local.minute else ""
    return f"{local.hour}\u00a0h{minutes}"


def format_datetime(value: date) -> str:
    """Return « 13 novembre 2026, 9 h 12 »; a plain date has no time to show."""
    if not isinstance(value, datetime):
        return format_date(value)
    return f"{format_date(value)}, {format_time(value)}"


def format_size(octets: int) -> str:
    """Return a size in decimal units (1 ko = 1 000 octets): « 340 ko », « 1,2 Mo »."""
    if octets < 2:
        return f"{octets}\u00a0octet"
    size = Decimal(octets)
    unit = 0
    while unit < len(SIZE_UNITS) - 1 and rounded_size(size, unit) >= 1000:
        size /= 1000
        unit += 1
    shown = rounded_size(size, unit).normalize()
    return f"{shown:f}\u00a0{SIZE_UNITS[unit]}".replace(".", ",")


def rounded_size(size: Decimal, unit: int) -> Decimal:
    """Keep one decimal from Mo up and below 10, none elsewhere."""
    step = Decimal("0.1") if unit >= 2 and size < 10 else Decimal(1)
    return size.quantize(step, rounding=ROUND_HALF_UP)


def format_days_left(deadline: date, *, today: date | None = None) -> str:
    """Return « il reste 3 jours », « dernier jour » or « 2 jours de retard »."""
    left = (local_date(deadline) - (today or timezone.localdate())).days
    if left == 0:
        return "dernier jour"
    if left < 0:
        return f"{count(-left, 'jour', 'jours')} de retard"
    return f"il reste {count(left, 'jour', 'jours')}"


def format_number(number: int) -> str:
    """Return « 9999 », « 10 000 »: French lets four digits stand together."""
    shown = str(number) if abs(number) < 10_000 else f"{number:,}"
    return shown.replace(",", "\u00a0")


def bounded(number: int) -> str:
    """Return « 12 », « 99+ », of what is counted up to MOST_COUNTED + 1."""
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number)


def count(number: int, one: str, many: str) -> str:
    """Return « 3 dossiers »; in French 0 and 1 are singular."""
    return f"{format_number(number)}\u00a0{many if abs(number) > 1 else one}"


def number_word(number: int, *, feminine: bool = False) -> str:
    """Return `number` in letters up to douze, in digits beyond."""
    if not 0 <= number < len(NUMBERS):
        return str(number)
    word = NUMBERS[number]
    return f"{word}e" if feminine and number < 2 else word


def enumerate_french(items: Sequence[str]) -> str:
    """Return « a », « a et b », « a, b et c »."""
    *head, last = items
    return f"{', '.join(head)} et {last}" if head else last


@dataclass(frozen=True, slots=True)
class Noun:
    """A word with the articles that it takes: « ce dossier », « cette pétition », « l’affaire »."""

    word: str
    feminine: bool = False

    @property
    def this(self) -> str:
        masculine = "cet" if self._is_elided else "ce"
        return f"{'cette' if self.feminine else masculine} {self.word}"

    @property
    def the(self) -> str:
        if self._is_elided:
            return f"l’{self.word}"
        return f"{'la' if self.feminine else 'le'} {self.word}"

    @property
    def to_the(self) -> str:
        return f"au {self.word}" if self.the.startswith("le ") else f"à {self.the}"

    @property
    def pronoun(self) -> str:
        return "elle" if self.feminine else "il"

    @property
    def _is_elided(self) -> bool:
        """Whether it begins with a vowel, however accented; no kind of case begins with an h."""
        return unicodedata.normalize("NFD", self.word)[0].lower() in "aeiou"


def first_words(text: str, number: int) -> str:
    """The first words of `text`, with « … » against the last when there are others."""
    return Truncator(text).words(number, truncate="…")
