"""What whoever draws types: a campaign, then the value that was awaited."""

from typing import Any

from django import forms

from directory.organisations.departments import department_choices
from directory.recognitions.enums import RecognitionKind
from labelling.oversight.sampling.draw import FULL
from labelling.oversight.sampling.inputs import CampaignRule
from labelling.oversight.sampling.models import LONGEST_REST
from workflows.pages.forms import DayField, LineField


class CampaignForm(forms.Form):
    """The rule that will be announced; nobody changes it afterwards."""

    rate = forms.IntegerField(
        label="Part tirée, en pour cent",
        min_value=1,
        max_value=FULL,
        help_text="Des reconnaissances actives, arrondie au nombre supérieur.",
        error_messages={
            "required": "Indiquez la part à tirer.",
            "min_value": f"Choisissez une part de 1 à {FULL}\u00a0%%.",
            "max_value": f"Choisissez une part de 1 à {FULL}\u00a0%%.",
            "invalid": "Écrivez un nombre entier, par exemple 10.",
        },
    )
    rest_years = forms.IntegerField(
        label="Années sans nouveau tirage",
        min_value=0,
        max_value=LONGEST_REST,
        initial=3,
        help_text="Une organisation tirée ne l’est plus pendant ce temps.",
        error_messages={
            "required": "Indiquez un nombre d’années.",
            "min_value": f"Choisissez de 0 à {LONGEST_REST}\u00a0années.",
            "max_value": f"Choisissez de 0 à {LONGEST_REST}\u00a0années.",
            "invalid": "Écrivez un nombre entier, par exemple 3.",
        },
    )
    kind = forms.ChoiceField(
        label="Reconnaissances tirées",
        choices=[("", "Labels et référencements"), *RecognitionKind.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    departments = forms.MultipleChoiceField(
        label="Départements",
        choices=department_choices(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Sans choix, tous les départements.",
    )
    seed = LineField(
        label="Graine du tirage",
        max_length=100,
        help_text="Une suite de signes quelconque, publiée avec la campagne.",
        error_messages={"required": "Écrivez la graine du tirage."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    awaited = LineField(
        label="Valeur publique attendue",
        required=False,
        max_length=300,
        help_text="Une valeur que personne ne connaît encore et que chacun pourra vérifier, par "
        "exemple «\u00a0les numéros du premier Loto après le 14 mars, dans l’ordre "
        "croissant\u00a0». Elle complète la graine\u00a0: alors personne ne prévoit le tirage.",
    )
    draw_on = DayField(label="Tirage à partir du")

    def rule(self) -> CampaignRule:
        """What was typed, once clean."""
        data: dict[str, Any] = self.cleaned_data
        return CampaignRule(**{**data, "departments": tuple(data["departments"])})


class DrawForm(forms.Form):
    """The value that was awaited, where one was."""

    value = LineField(
        label="Valeur publique",
        max_length=200,
        error_messages={"required": "Écrivez la valeur publique qui était attendue."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, awaited: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if awaited:
            self.fields["value"].help_text = f"Attendue\u00a0: {awaited}"
        else:
            del self.fields["value"]
