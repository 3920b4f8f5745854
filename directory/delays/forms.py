"""What the direction types to change a delay, or to undo a change."""

from typing import Any

from django import forms

from directory.delays.catalogue import Known
from directory.delays.enums import Unit
from directory.delays.lengths import Length
from directory.delays.operations import NewLength
from directory.organisations.forms import required
from workflows.pages.forms import DayField, LongText


class WhyForm(forms.Form):
    """Why, in words that stay."""

    reason = LongText(
        label="Pourquoi",
        rows=3,
        max_length=2_000,
        help_text="L’historique le garde.",
        error_messages=required("Dites pourquoi\u00a0: l’historique le garde."),
    )


class ChangeForm(WhyForm):
    """How long a delay lasts from a day on; `seen` says what had been decided of it then."""

    number = forms.IntegerField(label="Durée")
    unit = forms.ChoiceField(
        label="Unité",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez une unité.",
            "invalid_choice": "Choisissez une unité de la liste.",
        },
    )
    holds_from = DayField(label="À partir du")
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ("seen", "number", "unit", "holds_from", "reason")

    def __init__(self, *args: Any, known: Known, **kwargs: Any) -> None:
        """The bounds are those of `known`; its only unit is not asked."""
        super().__init__(*args, **kwargs)
        self.known = known
        number: Any = self.fields["number"]
        words = f"Écrivez un nombre entier, de {known.least} à {known.most}."
        number.error_messages |= {"required": words, "invalid": words}
        number.widget.attrs |= {"min": known.least, "max": known.most}
        first, last = Length(known.least, known.units[0]), Length(known.most, known.units[0])
        number.help_text = f"{known.bound} De {first} à {last}.".strip()
        if len(known.units) == 1:
            del self.fields["unit"]
            number.label = f"Durée, en {known.units[0].label}"
            return
        unit: Any = self.fields["unit"]
        unit.choices = [(unit.value, unit.label) for unit in known.units]
        unit.help_text = (
            "Les jours ouvrés vont du lundi au vendredi, sans les jours fériés de métropole."
        )

    def decided(self) -> NewLength:
        """What is decided, once clean."""
        data: dict[str, Any] = self.cleaned_data
        unit = Unit(data.get("unit") or self.known.units[0])
        return NewLength(self.known.key, Length(data["number"], unit), data["holds_from"])
