"""What is typed to ask for a referencing, and to sign its charter."""

from django import forms

from labelling.instruction.forms.signing import SignForm


class OpenForm(forms.Form):
    """Nothing to type: the button opens it."""


class SignReferencingForm(SignForm):
    """The same, under the charter of the accompanists."""

    accepted = forms.BooleanField(
        label="J’ai lu la charte, et j’engage mon organisation à en tenir les engagements.",
        widget=forms.CheckboxInput(attrs={"data-no-drafts": ""}),
        error_messages={"required": "Cochez cette case pour signer."},
    )
