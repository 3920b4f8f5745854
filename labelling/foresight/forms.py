"""What the CRESS tries: one session more, another day for one, or one less."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from labelling.foresight.simulation import sitting_on
from workflows.pages.forms import DayField
from workflows.pages.remarks import Sitting
from workflows.presentation.french import format_long_date

ADDED = ""


class SimulationForm(forms.Form):
    """Sent by GET: nothing is written."""

    session = forms.ChoiceField(label="Séance", required=False)
    day = DayField(
        label="Nouvelle date",
        required=False,
        help_text="D’une séance prévue, laissez vide pour voir ce que changerait son annulation.",
    )

    def __init__(self, *args: Any, sittings: Sequence[Sitting], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sittings, self.today = sittings, today
        field: Any = self.fields["session"]
        days = sorted({sitting.day for sitting in sittings})
        moved = [(day.isoformat(), f"Celle du {format_long_date(day)}") for day in days]
        field.choices = [(ADDED, "Une séance de plus"), *moved]

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
        taken = {sitting.day.isoformat() for sitting in self.sittings} - {data.get("session")}
        if day is not None and day.isoformat() in taken:
            self.add_error("day", "Une séance est déjà prévue ce jour-là.")
        return data

    def simulated(self) -> list[Sitting]:
        """The sessions as they would be."""
        left = list(self.sittings)
        if chosen := self.cleaned_data["session"]:
            moved = next(one for one in left if one.day.isoformat() == chosen)
            left.remove(moved)
        if day := self.cleaned_data["day"]:
            left.append(sitting_on(day))
        return sorted(left, key=lambda one: one.day)
