"""What the CRESS tries: one session more, another day for one, or one less."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms

from labelling.foresight.simulation import name_of, sitting_on
from workflows.pages.forms import DayField
from workflows.pages.remarks import Sitting
from workflows.presentation.french import format_long_date

ADDED = ""
TAKEN = (
    "Une séance est déjà prévue ce jour-là\u00a0: une seconde n’y changerait rien. Choisissez un "
    "autre jour."
)
NOT_LISTED = (
    "Cette séance n’est plus prévue, ou n’est plus la seule de son jour\u00a0: choisissez-la de "
    "nouveau."
)


class SimulationForm(forms.Form):
    """Sent by GET: nothing is written."""

    session = forms.ChoiceField(
        label="Séance", required=False, error_messages={"invalid_choice": NOT_LISTED}
    )
    day = DayField(
        label="Nouvelle date",
        required=False,
        help_text="D’une séance prévue, laissez vide pour voir ce que changerait son annulation.",
    )

    def __init__(self, *args: Any, sittings: Sequence[Sitting], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sittings, self.today = sittings, today
        field: Any = self.fields["session"]
        self.chosen = {self._value(sitting): sitting for sitting in sittings}
        moved = [
            (value, f"Celle du {name_of(sitting, sittings, format_long_date)}")
            for value, sitting in self.chosen.items()
        ]
        field.choices = [(ADDED, "Une séance de plus"), *moved]

    def _value(self, sitting: Sitting) -> str:
        """Its day in an address; its key as well, when it is not alone that day."""
        alone = sum(other.day == sitting.day for other in self.sittings) == 1
        day = sitting.day.isoformat()
        return day if alone else f"{day}-{sitting.key}"

    def clean_day(self) -> date | None:
        day: date | None = self.cleaned_data["day"]
        if day is not None and day < self.today:
            raise forms.ValidationError("Cette date est passée. Choisissez un jour à venir.")
        return day

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        added = data.get("session") == ADDED and "session" not in self.errors
        day = data.get("day")
        if added and day is None and "day" not in self.errors:
            self.add_error("day", "Indiquez la date de la séance à ajouter.")
        moved = self.chosen.get(data.get("session", ""))
        if day is not None and any(one.day == day and one != moved for one in self.sittings):
            self.add_error("day", TAKEN)
        return data

    def simulated(self) -> list[Sitting]:
        """The sessions as they would be."""
        left = list(self.sittings)
        moved = self.chosen.get(self.cleaned_data["session"])
        if moved is not None:
            left.remove(moved)
        if day := self.cleaned_data["day"]:
            left.append(_held_on(day, moved))
        return sorted(left, key=lambda one: one.day)


def _held_on(day: date, moved: Sitting | None) -> Sitting:
    """A session more; or `moved` on another day, which keeps its agenda and its hour."""
    if moved is None:
        return sitting_on(day)
    if moved.day == day:
        return moved
    return replace(sitting_on(day), key=moved.key, hour=moved.hour)
