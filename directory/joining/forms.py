"""Declaring an organisation, joining it, inviting to it."""

from typing import Any

from django import forms

from directory.memberships.enums import MembershipRole
from directory.memberships.forms import FunctionField
from directory.organisations.forms import FactsForm, IdentifierField, required
from directory.organisations.identifiers import Identifier
from directory.representation.forms import ProofField

WRONG_EMAIL = "Écrivez une adresse e-mail, par exemple prenom.nom@exemple.fr."
WHO_SIGNS = "Indiquez l’adresse de la personne qui représente l’organisation\u00a0: elle signera."


class DeclareForm(FactsForm):
    """The first declaration: who the organisation is, and who declares it."""

    identifier = IdentifierField(
        label="SIREN, SIRET ou RNA",
        help_text="Neuf chiffres (SIREN), quatorze (SIRET), ou W suivi de neuf chiffres (RNA).",
        error_messages=required("Indiquez un numéro SIREN, SIRET ou RNA."),
    )
    role = forms.ChoiceField(
        label="Et vous\u00a0?",
        choices=[
            (
                MembershipRole.REPRESENTATIVE,
                "Je la représente légalement\u00a0: je signe la charte et je dépose",
            ),
            (
                MembershipRole.CONTRIBUTOR,
                "Je coordonne le dossier\u00a0: une autre personne signe et dépose",
            ),
        ],
        widget=forms.RadioSelect,
        error_messages=required("Dites si vous la représentez, ou si vous coordonnez le dossier."),
    )
    function = FunctionField()
    representative_email = forms.EmailField(
        label="Adresse e-mail de qui la représente légalement",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="Si vous coordonnez le dossier\u00a0: cette personne reçoit une invitation à "
        "signer et à déposer.",
        error_messages={"invalid": WRONG_EMAIL},
    )
    proof = ProofField(required=False)
    field_order = ["identifier"]
    # Kept when the operation refuses it: the page then says which organisation bears it.
    typed_identifier: Identifier | None = None

    def clean_identifier(self) -> Identifier:
        identifier: Identifier = self.cleaned_data["identifier"]
        self.typed_identifier = identifier
        return identifier

    def clean_role(self) -> MembershipRole:
        return MembershipRole(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("role") == MembershipRole.REPRESENTATIVE:
            # What was written before one changed one's mind invites nobody.
            cleaned["representative_email"] = ""
        elif "role" in cleaned:
            cleaned["proof"] = None
            if cleaned.get("representative_email") == "":
                self.add_error("representative_email", WHO_SIGNS)
        return cleaned


class JoinForm(forms.Form):
    """Asking to join an organisation that is already declared."""

    role = forms.ChoiceField(
        label="En quelle qualité",
        choices=[
            (MembershipRole.CONTRIBUTOR, "Je prépare le dossier"),
            (
                MembershipRole.REPRESENTATIVE,
                "Je représente légalement l’organisation\u00a0: je signe et je dépose",
            ),
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
        error_messages=required("Indiquez l’adresse de la personne à inviter.")
        | {"invalid": WRONG_EMAIL},
    )
    role = forms.ChoiceField(
        label="Ce que vous lui demandez",
        choices=[
            (MembershipRole.CONTRIBUTOR, "Préparer le dossier avec vous"),
            (
                MembershipRole.REPRESENTATIVE,
                "Représenter légalement l’organisation\u00a0: signer et déposer",
            ),
        ],
        initial=MembershipRole.CONTRIBUTOR,
        widget=forms.RadioSelect,
    )


class AcceptForm(forms.Form):
    """Accepting an invitation."""

    function = FunctionField()
