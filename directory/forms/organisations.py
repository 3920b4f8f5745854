"""Declaring and correcting an organisation, joining it, inviting to it."""

from typing import Any

from django import forms

from directory import legal_forms
from directory.enums import MembershipRole
from directory.forms.proofs import ProofField
from directory.identifiers import Identifier, format_identifier, parse_identifier
from workflows.pages.forms import LineField

FUNCTION_LENGTH = 120
UNSET = ("", "Choisissez")


def required(message: str) -> dict[str, str]:
    """What to say of a field left empty."""
    return {"required": message}


class FunctionField(LineField):
    """What someone is in the organisation, in their own words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Votre fonction dans l’organisation",
            max_length=FUNCTION_LENGTH,
            help_text="Par exemple présidente, gérant, directrice générale.",
            error_messages=required("Indiquez votre fonction."),
            **kwargs,
        )


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
        help_text="La catégorie juridique de l’INSEE : elle figure sur votre avis de situation.",
        error_messages=required("Choisissez la forme juridique."),
    )
    esus = forms.BooleanField(
        label="Agréée ESUS (entreprise solidaire d’utilité sociale)", required=False
    )
    declared_cooperative = forms.BooleanField(
        label="Coopérative (SCOP, SCIC…) inscrite sous une forme commerciale", required=False
    )
    department = forms.ChoiceField(
        label="Département",
        choices=[UNSET, *legal_forms.department_choices()],
        error_messages=required("Choisissez le département du siège."),
    )
    city = LineField(
        label="Commune", max_length=120, error_messages=required("Indiquez la commune du siège.")
    )


class AmendForm(FactsForm):
    """The same, corrected. `seen` is the history head of the record when it was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, empty_value=None)


class DeclareForm(FactsForm):
    """The first declaration: who the organisation is, and who declares it."""

    identifier = IdentifierField(
        label="SIREN, SIRET ou RNA",
        help_text="Neuf chiffres (SIREN), quatorze (SIRET), ou W suivi de neuf chiffres (RNA).",
        error_messages=required("Indiquez un numéro SIREN, SIRET ou RNA."),
    )
    function = FunctionField()
    proof = ProofField(required=False)
    field_order = ["identifier"]
    # Kept when the operation refuses it: the page then says which organisation bears it.
    typed_identifier: Identifier | None = None

    def clean_identifier(self) -> Identifier:
        identifier: Identifier = self.cleaned_data["identifier"]
        self.typed_identifier = identifier
        return identifier


class JoinForm(forms.Form):
    """Asking to join an organisation that is already declared."""

    role = forms.ChoiceField(
        label="En quelle qualité",
        choices=[
            (MembershipRole.CONTRIBUTOR, "Contributeur : je prépare le dossier"),
            (MembershipRole.REPRESENTATIVE, "Représentant légal : je signe et je dépose"),
        ],
        initial=MembershipRole.CONTRIBUTOR,
        widget=forms.RadioSelect,
    )
    function = FunctionField()


class InviteForm(forms.Form):
    """Inviting someone by e-mail."""

    email = forms.EmailField(
        label="Adresse e-mail",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages=required("Indiquez l’adresse de la personne à inviter."),
    )
    role = forms.ChoiceField(
        label="En quelle qualité",
        choices=[
            (MembershipRole.CONTRIBUTOR, "Contributeur : prépare le dossier avec vous"),
            (MembershipRole.REPRESENTATIVE, "Représentant légal : signe et dépose, comme vous"),
        ],
        initial=MembershipRole.CONTRIBUTOR,
        widget=forms.RadioSelect,
    )


class AcceptForm(forms.Form):
    """Accepting an invitation."""

    function = FunctionField()
