"""Declaring an organisation, joining it, inviting to it."""

from django import forms

from directory.memberships.enums import MembershipRole
from directory.memberships.forms import FunctionField
from directory.organisations.forms import FactsForm, IdentifierField, required
from directory.organisations.identifiers import Identifier
from directory.representation.forms import ProofField


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
            (MembershipRole.CONTRIBUTOR, "Contributeur\u00a0: je prépare le dossier"),
            (MembershipRole.REPRESENTATIVE, "Représentant légal\u00a0: je signe et je dépose"),
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
            (MembershipRole.CONTRIBUTOR, "Contributeur\u00a0: prépare le dossier avec vous"),
            (
                MembershipRole.REPRESENTATIVE,
                "Représentant légal\u00a0: signe et dépose, comme vous",
            ),
        ],
        initial=MembershipRole.CONTRIBUTOR,
        widget=forms.RadioSelect,
    )


class AcceptForm(forms.Form):
    """Accepting an invitation."""

    function = FunctionField()
