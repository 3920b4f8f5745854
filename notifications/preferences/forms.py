"""What a person chooses to receive by e-mail."""

from typing import Any

from django import forms

from notifications.preferences.enums import MANDATORY
from notifications.preferences.models import Preference
from workflows.outbox.notices import Category


class PreferencesForm(forms.Form):
    """One box per category that may be turned off; the mandatory ones are not even asked."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        off = set(
            Preference.objects.filter(user=user, email=False).values_list("category", flat=True)
        )
        for category in optional_categories():
            self.fields[category.value] = forms.BooleanField(
                label=category.label, required=False, initial=category.value not in off
            )

    def save(self) -> None:
        """Keep each choice."""
        for category in optional_categories():
            Preference.objects.update_or_create(
                user=self.user,
                category=category,
                defaults={"email": self.cleaned_data[category.value]},
            )


def optional_categories() -> list[Category]:
    return [category for category in Category if category not in MANDATORY]
