"""What signing up asks. Imported by allauth's own forms, so it imports nothing of theirs."""

from typing import Any

from django import forms

from workflows.forms import LineField


class SignupForm(forms.Form):
    """What allauth asks beside address and password."""

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
    field_order = ["first_name", "last_name", "email", "password1", "password2"]

    def signup(self, request: Any, user: Any) -> None:
        """Called by allauth once the user is filled in from the form."""
        user.first_name = self.cleaned_data["first_name"]
        user.last_name = self.cleaned_data["last_name"]
        user.save(update_fields=["first_name", "last_name"])
