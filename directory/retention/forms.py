"""The day on which the rules are looked at."""

from django import forms

from workflows.pages.forms import DayField


class DayForm(forms.Form):
    """Read from the address."""

    le = DayField(label="Ce qui serait fait le", required=False)
