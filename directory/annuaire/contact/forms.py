"""Writing to an accompanist, from no account and to no address."""

from django import forms

from workflows.pages.traps import Trapped


class ContactForm(Trapped):
    """What is sent."""

    name = forms.CharField(label="Votre nom, votre organisation", max_length=160)
    email = forms.EmailField(
        label="Votre adresse e-mail",
        max_length=254,
        help_text="Elle sert à vous répondre, et à rien d’autre.",
        error_messages={"invalid": "Cette adresse n’en est pas une\u00a0: nom@exemple.fr."},
    )
    message = forms.CharField(
        label="Votre message",
        min_length=20,
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "min_length": "Dites en une phrase au moins ce que vous cherchez.",
            "max_length": "Ce message dépasse 5\u00a0000 caractères. Gardez l’essentiel\u00a0: la "
            "suite se dira entre vous.",
        },
    )
