"""What is typed to renew: the report of the period."""

from django import forms

from workflows.pages.forms import LongText

LONGEST = 20_000


class TermReportForm(forms.Form):
    """`seen` is the head of the report that the person started from, empty for none."""

    results = LongText(
        label="Ce que votre plan d’actions a donné",
        max_length=LONGEST,
        rows=8,
        help_text="Ce qui a été fait, ce qui ne l’a pas été et pourquoi, ce qui continue.",
        error_messages={"required": "Dites ce que le plan d’actions a donné, même en peu de mots."},
    )
    figures = LongText(
        label="Vos chiffres d’aujourd’hui",
        max_length=LONGEST,
        rows=5,
        help_text="Membres, salariés, bénévoles, et ceux que suit votre plan d’actions.",
        error_messages={"required": "Donnez vos chiffres d’aujourd’hui."},
    )
    difficulties = LongText(
        label="Ce qui a été difficile", required=False, max_length=LONGEST, rows=4
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
