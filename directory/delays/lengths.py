"""How long something lasts, with its unit: « 15 jours », « 10 jours ouvrés », « 2 mois »."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from directory.delays.calendar import (
    add_months,
    add_working_days,
    months_before,
    working_days_before,
    working_days_between,
)
from directory.delays.enums import Unit
from workflows.presentation.french import count

WORDS = {
    Unit.DAY: ("jour", "jours"),
    Unit.WORKING_DAY: ("jour ouvré", "jours ouvrés"),
    Unit.MONTH: ("mois", "mois"),
    Unit.YEAR: ("an", "ans"),
}
MONTHS_IN = {Unit.MONTH: 1, Unit.YEAR: 12}


@dataclass(frozen=True, slots=True)
class Length:
    """`number` of a `unit`; as text, what people read."""

    number: int
    unit: Unit = Unit.DAY

    def __str__(self) -> str:
        return count(self.number, *WORDS[self.unit])

    def after(self, day: date) -> date:
        """The last day of a delay that begins on `day`, which does not count."""
        if self.unit in MONTHS_IN:
            return add_months(day, self.number * MONTHS_IN[self.unit])
        if self.unit is Unit.WORKING_DAY:
            return add_working_days(day, self.number)
        return day + timedelta(days=self.number)

    def before(self, day: date) -> date:
        """The day on which a delay must begin to be over on `day`."""
        if self.unit in MONTHS_IN:
            return months_before(day, self.number * MONTHS_IN[self.unit])
        if self.unit is Unit.WORKING_DAY:
            return working_days_before(day, self.number)
        return day - timedelta(days=self.number)

    def between(self, start: date, end: date) -> int:
        """How many of its days there are after `start`, until `end` included; negative backwards.

        TypeError for months, which are not a number of days.
        """
        if self.unit in MONTHS_IN:
            raise TypeError(f"{self.unit.label} are not counted in days")
        if self.unit is Unit.WORKING_DAY:
            return working_days_between(start, end)
        return (end - start).days

    def moved(self, day: date, number: int) -> date:
        """`number` of its days after `day`, or before it when negative."""
        counted = replace(self, number=abs(number))
        return counted.after(day) if number >= 0 else counted.before(day)

    @property
    def time(self) -> timedelta:
        """The same, of a delay always counted in days. TypeError for another."""
        if self.unit is not Unit.DAY:
            raise TypeError(f"{self} is not a number of days")
        return timedelta(days=self.number)
