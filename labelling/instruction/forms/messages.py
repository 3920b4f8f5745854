"""A message on a dossier."""

from labelling.instruction.forms.uploads import FilesField, WithFiles
from workflows.pages.forms import LongText


class MessageForm(WithFiles):
    """A message on the dossier."""

    body = LongText(
        label="Votre message",
        max_length=5_000,
        rows=4,
        error_messages={"required": "Écrivez votre message."},
    )
    uploads = FilesField(label="Joindre des pièces", required=False)
