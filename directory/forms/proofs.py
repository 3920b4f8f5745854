"""The file by which someone shows that they speak for an organisation."""

from typing import Any

from django import forms

from workflows.pages.forms import UploadField

CHOOSE_AGAIN = "Choisissez à nouveau votre fichier\u00a0: le navigateur ne l’a pas gardé."
PROOF_HELP = (
    "Un mandat, le procès-verbal de votre élection, un extrait du registre. PDF, image ou document "
    "bureautique, 20\u00a0Mo au plus. Seules la CRESS et vous le lirez."
)


class ProofField(UploadField):
    """What someone shows of their right to speak for an organisation."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Une preuve que vous la représentez",
            help_text=PROOF_HELP,
            error_messages={"required": "Choisissez un fichier."},
            **kwargs,
        )


def ask_file_again(form: forms.Form) -> None:
    """A browser forgets the file of a form that comes back: say so, where one was chosen."""
    if form.files and "proof" not in form.errors:
        form.add_error("proof", CHOOSE_AGAIN)
