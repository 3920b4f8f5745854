"""Searching the public register, and checking one number."""

from django import forms

from directory.organisations.legal_forms import department_choices
from directory.register.enums import ValidityFilter
from directory.register.numbers import read_number


class RegisterForm(forms.Form):
    """The filters of the register, all optional."""

    q = forms.CharField(label="Nom, SIREN ou numéro de label", max_length=200, required=False)
    departement = forms.ChoiceField(
        label="Département",
        choices=[("", "Tous les départements"), *department_choices()],
        required=False,
    )
    validite = forms.ChoiceField(
        label="Validité", choices=[("", "Toutes"), *ValidityFilter.choices], required=False
    )


class VerifyForm(forms.Form):
    """The number read on a logo or a certificate, or that of a dossier."""

    numero = forms.CharField(
        label="Numéro",
        max_length=200,
        help_text="Celui d’un label (OSE-2026-0001) est écrit sous le logo et sur le certificat. "
        "Celui d’un dossier (D-2026-0001) mène à sa page les personnes qu’il concerne.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_numero(self) -> str:
        return read_number(self.cleaned_data["numero"])
