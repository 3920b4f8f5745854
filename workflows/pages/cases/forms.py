"""What people add to a case: a message, files."""

from collections.abc import Sequence
from typing import Any

from django import forms

from workflows.kinds import Slot
from workflows.pages.forms import LongText
from workflows.pages.uploads import FilesField, WithFiles


class MessageForm(WithFiles):
    """A message on a case."""

    body = LongText(
        label="Votre message",
        max_length=5_000,
        rows=4,
        error_messages={"required": "Écrivez votre message."},
    )
    uploads = FilesField(label="Joindre des pièces", required=False)


class FilesForm(WithFiles):
    """Files for one of the slots of a case."""

    slot = forms.ChoiceField(
        label="De quoi s’agit-il\u00a0?",
        error_messages={"required": "Dites à quoi se rapportent ces pièces."},
    )
    uploads = FilesField(
        label="Pièces à ajouter", error_messages={"required": "Choisissez au moins une pièce."}
    )

    def __init__(self, *args: Any, slots: Sequence[Slot], **kwargs: Any) -> None:
        """`slots` are those to which the person may add now."""
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["slot"]
        offered.choices = [(slot.key, slot.label) for slot in slots]
        if len(slots) > 1:
            offered.choices = [("", "Choisissez…"), *offered.choices]
