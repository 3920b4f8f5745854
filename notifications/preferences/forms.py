"""What a person chooses to receive by e-mail."""

from typing import Any

from django import forms
from django.utils.text import capfirst

from notifications.preferences.enums import Pace, optional_categories
from notifications.preferences.models import Preference
from workflows.outbox.notices import Category


class PreferencesForm(forms.Form):
    """One choice for each category that may be refused; the mandatory ones are not even asked."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        paces = Preference.objects.paces(user, optional_categories())
        for category, pace in paces.items():
            self.fields[category.value] = forms.ChoiceField(
                label=category.label,
                choices=[(one.value, capfirst(one.label)) for one in Pace],
                initial=pace.value,
                widget=forms.RadioSelect,
            )

    @property
    def paces(self) -> dict[Category, Pace]:
        """What was chosen."""
        return {one: Pace(self.cleaned_data[one.value]) for one in optional_categories()}
