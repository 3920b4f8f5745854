"""Searching the public register, and checking a number or a code."""

from django import forms

from directory.organisations.departments import department_choices
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
    """What was read on a logo or a certificate: a number, a code, or the number of a dossier."""

    code = forms.CharField(
        label="Numéro ou code",
        max_length=200,
        help_text="Le numéro d’un label (OSE-2026-0001) est écrit sous le logo\u00a0; le code de "
        "vérification (7KQ-X9M-2P4), sur le certificat. Le numéro d’un dossier (D-2026-0001) mène "
        "à sa page les personnes qu’il concerne.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
