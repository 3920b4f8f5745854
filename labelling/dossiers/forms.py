"""What a structure types to open a dossier."""

from typing import Any

from django import forms

from labelling.dossiers.enums import Approach
from labelling.frameworks.models import Framework


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
