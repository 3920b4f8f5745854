"""What a structure types to open a dossier, and to say who accompanies it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from directory.organisations.forms import OrganisationField
from directory.organisations.models import Organisation
from labelling.dossiers.enums import Approach
from labelling.frameworks.models import Framework
from workflows.pages.forms import DayField


class OpenForm(forms.Form):
    """Which approach the dossier follows."""

    approach = forms.ChoiceField(
        label="Démarche suivie",
        choices=Approach.choices,
        initial=Approach.ESS_PRATIQUES,
        widget=forms.RadioSelect,
        help_text="ESS Pratiques, ou un autre référentiel reconnu par le comité.",
    )
    framework = forms.ModelChoiceField(
        label="Référentiel",
        queryset=Framework.objects.none(),
        required=False,
        empty_label="Choisissez un référentiel",
        help_text="Seulement si vous suivez un référentiel reconnu.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["framework"]
        field.queryset = Framework.objects.recognised()

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        follows = data.get("approach") == Approach.FRAMEWORK
        if follows and not data.get("framework") and "framework" not in self.errors:
            self.add_error("framework", "Choisissez le référentiel que vous suivez.")
        if not follows:
            data["framework"] = None
        return data


class AccompanimentForm(forms.Form):
    """Who accompanies the structure, and when."""

    accompanist = OrganisationField(
        none="Aucune de celles-ci",
        label="Organisation qui vous accompagne",
        max_length=200,
        help_text="Son nom, ou son numéro SIREN. Elle doit être inscrite ici.",
    )
    started_on = DayField(label="Depuis le", required=False)
    ended_on = DayField(
        label="Jusqu’au", required=False, help_text="Laissez vide si l’accompagnement continue."
    )

    def clean_accompanist(self) -> Organisation:
        found: Organisation | None = self.cleaned_data["accompanist"]
        if found is None:
            raise ValidationError("Indiquez qui vous accompagne.", code="required")
        return found
