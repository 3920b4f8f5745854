"""Searching the public register, and checking a number or a code."""

from django import forms

from directory.organisations.departments import department_choices
from directory.register.enums import Sorting, ValidityFilter
from directory.register.narrowing import FilterField, WordsField


class RegisterForm(forms.Form):
    """The filters of the register and its order, all optional."""

    q = WordsField("Nom, SIREN ou numéro de label")
    departement = FilterField("Département", "Tous les départements", department_choices())
    validite = FilterField("Validité", "Toutes", ValidityFilter.choices)
    tri = FilterField("Trier par", "Validité, puis nom", Sorting.choices)


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
