"""What an organisation says of itself, and the organisation that somebody names."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from directory.organisations import legal_forms
from directory.organisations.departments import department_choices
from directory.organisations.identifiers import Identifier, format_identifier, parse_identifier
from directory.organisations.models import Organisation
from directory.organisations.named import organisations_matching
from workflows.pages.forms import LineField
from workflows.pages.uploads import UploadField

MOST_OFFERED = 8


class OrganisationField(forms.CharField):
    """The name, or the number, of a declared organisation; cleans to it, or to None when empty.

    When several answer, the field becomes a choice among them: picking one sends its number.
    """

    widget: forms.Widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    default_error_messages = {
        "unknown": "Aucune organisation inscrite ne porte ce nom ou ce numéro.",
        "several": "Plusieurs organisations correspondent\u00a0: choisissez la bonne.",
        "too_many": f"Plus de {MOST_OFFERED} organisations correspondent\u00a0: précisez le nom, "
        "ou donnez le numéro SIREN.",
    }

    def __init__(self, *, none: str, **kwargs: Any) -> None:
        """`none` says what it means to choose none of those offered."""
        super().__init__(required=False, **kwargs)
        self.none = none

    def clean(self, value: Any) -> Organisation | None:
        words = str(super().clean(value))
        if not words:
            return None
        found = list(organisations_matching(words)[: MOST_OFFERED + 1])
        if len(found) == 1:
            organisation: Organisation = found[0]
            return organisation
        raise self._unclear(found)

    def _unclear(self, found: list[Organisation]) -> ValidationError:
        code = "several" if found else "unknown"
        if len(found) > MOST_OFFERED:
            code = "too_many"
        if code == "several":
            offered = [(item.siren or item.rna, f"{item}, {item.identity}") for item in found]
            self.widget = forms.RadioSelect(choices=[*offered, ("", self.none)])
        return ValidationError(self.error_messages[code], code=code)


UNSET = ("", "Choisissez")


def required(message: str) -> dict[str, str]:
    """What to say of a field left empty."""
    return {"required": message}


class IdentifierField(forms.CharField):
    """A SIREN, SIRET or RNA, as people paste it; cleans to an Identifier."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})

    def clean(self, value: Any) -> Identifier:
        return parse_identifier(str(super().clean(value)))

    def prepare_value(self, value: Any) -> Any:
        return format_identifier(value) if isinstance(value, Identifier) else value


class FactsForm(forms.Form):
    """What an organisation says of itself, identifiers left out."""

    name = LineField(
        label="Nom de l’organisation",
        max_length=200,
        error_messages=required("Indiquez le nom de l’organisation."),
    )
    legal_form = forms.ChoiceField(
        label="Forme juridique",
        choices=[UNSET, *legal_forms.choices()],
        widget=forms.Select(attrs={"data-combobox": "Cherchez\u00a0: association, SCOP, 9220…"}),
        help_text="Les plus courantes d’abord. C’est la catégorie juridique de l’INSEE, écrite sur "
        "votre avis de situation\u00a0; le label est ouvert aux associations, coopératives, "
        "mutuelles, fondations et sociétés commerciales agréées ESUS.",
        error_messages=required("Choisissez la forme juridique."),
    )
    esus = forms.BooleanField(
        label="Notre société est agréée ESUS (entreprise solidaire d’utilité sociale)",
        required=False,
    )
    declared_cooperative = forms.BooleanField(
        label="Notre société a les statuts d’une coopérative (SCOP, SCIC…)", required=False
    )
    eligibility_proof = UploadField(
        label="L’agrément, ou les statuts",
        required=False,
        help_text="Pour une société commerciale seulement. PDF, image ou document bureautique, "
        "20\u00a0Mo au plus. La CRESS et vous le lirez.",
    )
    department = forms.ChoiceField(
        label="Département",
        choices=[UNSET, *department_choices()],
        error_messages=required("Choisissez le département du siège."),
    )
    city = LineField(
        label="Commune", max_length=120, error_messages=required("Indiquez la commune du siège.")
    )


class AmendForm(FactsForm):
    """The same, corrected. `seen` is the history head of the record when it was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, empty_value=None)
