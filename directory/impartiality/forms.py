"""What the direction types in the register of impartiality."""

from typing import Any

from django import forms

from directory.impartiality.enums import Measure, Nature, Place
from directory.impartiality.operations import Link
from directory.organisations.forms import OrganisationField, required
from directory.people.forms import AccountField
from workflows.pages.forms import DayField, LongText


class MeasureForm(forms.Form):
    """What the link is, what is done about it, and until when."""

    description = LongText(
        label="Ce qu’est le lien",
        rows=3,
        max_length=2_000,
        help_text="En une ou deux phrases, avec ses dates. Le comité et le contrôle indépendant "
        "le lisent.",
        error_messages=required("Dites en une phrase ce qu’est le lien."),
    )
    measure = forms.ChoiceField(
        label="Mesure prise",
        choices=Measure.choices,
        widget=forms.RadioSelect,
        error_messages=required("Choisissez la mesure."),
    )
    review_on = DayField(label="À réexaminer le")

    def clean_measure(self) -> Measure:
        return Measure(self.cleaned_data["measure"])


class DeclareForm(MeasureForm):
    """Whose link, with whom."""

    person = AccountField(label="Adresse e-mail de la personne", required=False)
    holder = OrganisationField(
        label="Ou organisation qui a ce lien",
        help_text="Le nom ou le numéro SIREN d’une organisation inscrite, si le lien est le sien.",
        none="Aucune\u00a0: le lien est celui d’une personne",
    )
    place = forms.ChoiceField(
        label="Place dans le dispositif",
        choices=Place.choices,
        widget=forms.RadioSelect,
        error_messages=required("Choisissez la place dans le dispositif."),
    )
    organisation = OrganisationField(
        label="Avec quelle organisation",
        help_text="Laissez vide si le lien est avec le dispositif OSE lui-même.",
        none="Aucune\u00a0: le lien est avec le dispositif OSE lui-même",
    )
    nature = forms.ChoiceField(
        label="Nature du lien",
        choices=Nature.choices,
        widget=forms.RadioSelect,
        error_messages=required("Choisissez la nature du lien."),
    )

    field_order = ("person", "holder", "place", "organisation", "nature")

    def link(self) -> Link:
        """What is declared, once clean."""
        data: dict[str, Any] = self.cleaned_data
        return Link(
            person=data["person"],
            holder=data["holder"],
            organisation=data["organisation"],
            place=Place(data["place"]),
            nature=Nature(data["nature"]),
            description=data["description"],
            measure=data["measure"],
        )


class ReviewForm(MeasureForm):
    """The same link, looked at again; `seen` says what it was then."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class EndForm(forms.Form):
    """Why it binds nobody any more."""

    reason = LongText(
        label="Pourquoi ce lien n’existe plus",
        rows=3,
        max_length=1_000,
        help_text="L’historique le garde.",
        error_messages=required("Dites pourquoi ce lien n’existe plus."),
    )
