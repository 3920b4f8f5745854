"""Why one contests, and why one gives up."""

from django import forms

from workflows.pages.forms import LongText


class AppealForm(forms.Form):
    """The grounds of an appeal."""

    reason = LongText(
        label="Motifs du recours",
        max_length=10_000,
        rows=8,
        help_text="Dites ce que vous contestez, et pourquoi. Le comité lira ce texte.",
        error_messages={"required": "Indiquez le motif."},
    )


class WithdrawForm(forms.Form):
    """Why an application is given up."""

    reason = LongText(
        label="Pourquoi",
        required=False,
        max_length=2_000,
        rows=3,
        help_text="La CRESS lira ce motif. Il reste dans l’historique.",
    )
