"""The name of a filter, and of which list it is."""

from typing import Any

from django import forms

from labelling.desk.filters.models import MOST_QUERY, FilteredList
from workflows.presentation.lines import one_line


class NameForm(forms.Form):
    """What one calls it."""

    name = forms.CharField(label="Nom du filtre", max_length=60)

    def clean_name(self) -> str:
        name = one_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError("Donnez un nom à ce filtre.")
        return name


class SaveForm(NameForm):
    """A list as its address narrows it: both come with the link that leads here."""

    page: Any = forms.ChoiceField(
        label="Liste", choices=FilteredList.choices, widget=forms.HiddenInput
    )
    query: Any = forms.CharField(
        required=False, max_length=MOST_QUERY, widget=forms.HiddenInput, strip=False
    )
