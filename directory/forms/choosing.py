"""Naming someone, or an organisation, already there: fields that clean to what they name."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import lazy

from directory.models import Organisation, User
from workflows.presentation.links import absolute

MOST_OFFERED = 8


def _where_to_register() -> str:
    address = absolute(reverse("account_signup"))
    return f"Celle de son compte. Pas encore de compte\u00a0? La personne s’inscrit sur {address}"


class AccountField(forms.EmailField):
    """The e-mail address of an account; cleans to its User."""

    widget = forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"})
    default_error_messages = {
        "required": "Indiquez l’adresse e-mail de la personne.",
        "invalid": "Écrivez une adresse e-mail, par exemple prenom.nom@exemple.fr.",
        "unknown": "Aucun compte n’a cette adresse. Invitez la personne à s’inscrire, puis "
        "nommez-la.",
    }

    def __init__(self, **kwargs: Any) -> None:
        # Addresses are known once the site runs, not when its forms are read.
        super().__init__(help_text=lazy(_where_to_register, str)(), **kwargs)

    def clean(self, value: Any) -> User:
        user = User.objects.at_address(str(super().clean(value)))
        if user is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return user


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
        found = list(Organisation.objects.matching(words)[: MOST_OFFERED + 1])
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
