"""What the direction of the CRESS types to extend a recognition."""

from django import forms

from workflows.pages.forms import DayField, LongText


class ExtensionForm(forms.Form):
    """`seen` is the last day that the page showed."""

    until = DayField(label="Nouvelle fin")
    reason = LongText(
        label="Motif",
        rows=5,
        max_length=5_000,
        help_text="L’organisation le lit, et l’historique le garde.",
        error_messages={"required": "Indiquez le motif."},
    )
    seen = forms.DateField(widget=forms.HiddenInput, required=False)
