"""What those who handle a complaint write; whoever complained reads it."""

from typing import Any

from django import forms

from workflows.pages.forms import LongText

MOST_WORDS = 10_000


class ReviewForm(forms.Form):
    """Why a review is opened; nothing, where one is open already."""

    account = LongText(
        label="Pourquoi ce contrôle est ouvert",
        rows=6,
        max_length=5_000,
        help_text="L’organisation le lit. Dites avec vos mots ce qui est à vérifier\u00a0: ni ceux "
        "de la réclamation, ni un détail qu’une seule personne pouvait connaître.",
        error_messages={"required": "Dites ce qui est à vérifier."},
    )

    def __init__(self, *args: Any, joins: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if joins:
            del self.fields["account"]


class SayForm(forms.Form):
    """Words, wanted or not; the page that asks for them says what for."""

    words = LongText(label="Votre texte", rows=6, max_length=MOST_WORDS)

    def __init__(self, *args: Any, label: str, help_text: str, wanted: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["words"]
        field.label, field.help_text, field.required = label, help_text, wanted
        field.error_messages["required"] = "Écrivez au moins une phrase."
