"""Naming someone by their account, and giving them a place in the team."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.functional import lazy

from directory.people.enums import ROLE_GROUPS, CressGroup, RoleGroup, WatchGroup
from directory.people.models import User
from workflows.pages.forms import LineField
from workflows.presentation.links import absolute


def _where_to_register() -> str:
    address = absolute(reverse("account_signup"))
    return f"Celle de son compte. Pas encore de compte\u00a0? La personne s’inscrit sur {address}"


class AccountField(forms.EmailField):
    """The e-mail address of an account; cleans to its User, or to None when it may be empty."""

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

    def clean(self, value: Any) -> User | None:
        address = str(super().clean(value))
        if not address:
            return None
        user = User.objects.at_address(address)
        if user is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return user


class JoinTeamForm(forms.Form):
    """Who joins the team, or watches it, to do what."""

    user = AccountField(label="Adresse e-mail")
    group = forms.ChoiceField(
        label="À quel titre",
        choices=[
            (CressGroup.INSTRUCTOR, "Instruction\u00a0: examine les dossiers déposés"),
            (
                CressGroup.MANAGER,
                "Direction\u00a0: examine les dossiers, convoque le comité, nomme ses membres et "
                "compose l’équipe",
            ),
            (
                WatchGroup.MONITOR,
                "Contrôle indépendant\u00a0: lit le suivi des engagements, tire au sort les "
                "contrôles\u00a0; jamais une personne de la CRESS ni du comité",
            ),
        ],
        initial=CressGroup.INSTRUCTOR,
        widget=forms.RadioSelect,
    )

    def clean_group(self) -> RoleGroup:
        return ROLE_GROUPS[self.cleaned_data["group"]]


class NameForm(forms.Form):
    """What a person is called."""

    first_name = LineField(
        label="Prénom",
        max_length=80,
        error_messages={"required": "Indiquez votre prénom."},
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = LineField(
        label="Nom",
        max_length=80,
        error_messages={"required": "Indiquez votre nom."},
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
