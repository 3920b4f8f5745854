"""Forms of the directory."""

from typing import Any

from django import forms


class SignupForm(forms.Form):
    """What allauth asks beside address and password."""

    first_name = forms.CharField(label="Prénom", max_length=80)
    last_name = forms.CharField(label="Nom", max_length=80)

    def signup(self, request: Any, user: Any) -> None:
        """Called by allauth once the user is filled in from the form."""
        user.first_name = self.cleaned_data["first_name"]
        user.last_name = self.cleaned_data["last_name"]
        user.save(update_fields=["first_name", "last_name"])
