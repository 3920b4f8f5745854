"""Searching the public register, and checking one number."""

import re

from django import forms

from directory.organisations.legal_forms import department_choices
from directory.register.enums import ValidityFilter


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
    """The number read on a logo or a certificate."""

    numero = forms.CharField(
        label="Numéro du label",
        max_length=200,
        help_text="Il est écrit sous le logo et sur le certificat.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_numero(self) -> str:
        """As the register writes numbers: capitals, single hyphens (« label 2026 0042 »)."""
        return re.sub(r"[^A-Z0-9]+", "-", self.cleaned_data["numero"].upper()).strip("-")
