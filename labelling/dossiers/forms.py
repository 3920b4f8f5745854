"""What a structure types to open a dossier and to sign."""

from typing import Any

from django import forms

from labelling.dossiers.enums import Approach
from labelling.frameworks.models import Framework
from workflows.pages.forms import LineField


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


class SignForm(forms.Form):
    """The signature. `digest` is that of the text on the page: what was read is what is signed."""

    name = LineField(
        label="Nom du signataire",
        max_length=160,
        error_messages={"required": "Indiquez qui signe."},
    )
    function = LineField(
        label="Fonction",
        max_length=120,
        help_text="Par exemple présidente, gérant, directrice.",
        error_messages={"required": "Indiquez à quel titre vous signez."},
    )
    accepted = forms.BooleanField(
        label="J’ai lu la charte, et j’engage ma structure à en suivre les six principes.",
        widget=forms.CheckboxInput(attrs={"data-no-drafts": ""}),  # consent is given afresh
        error_messages={"required": "Cochez cette case pour signer."},
    )
    digest = forms.CharField(widget=forms.HiddenInput)
