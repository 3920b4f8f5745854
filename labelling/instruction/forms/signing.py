"""What a person types to sign the charter of an application."""

from django import forms

from workflows.pages.forms import LineField


class SignatoryForm(forms.Form):
    """Who signs, and as what."""

    name = LineField(
        label="Nom du signataire",
        max_length=160,
        error_messages={"required": "Indiquez qui signe."},
    )
    function = LineField(
        label="Fonction",
        max_length=120,
        help_text="Par exemple présidente, gérant, directrice.",
        error_messages={"required": "Indiquez à quel titre vous signez."},
    )


class SignForm(SignatoryForm):
    """The signature. `digest` is that of the text on the page: what was read is what is signed."""

    accepted = forms.BooleanField(
        label="J’ai lu la charte, et j’engage ma structure à en suivre les six principes.",
        widget=forms.CheckboxInput(attrs={"data-no-drafts": ""}),  # consent is given afresh
        error_messages={"required": "Cochez cette case pour signer."},
    )
    digest = forms.CharField(widget=forms.HiddenInput)
