"""Files as evidence: added and taken off through the engine, so that the history says so."""

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from labelling.instruction.models import Application
from workflows.actors import Actor
from workflows.correspondence.operations import attach_all, remove_attachment
from workflows.engine import perform
from workflows.models import Attachment
from workflows.presentation.french import NBSP


@transaction.atomic
def attach_files(
    dossier: Application, *, slot: str, uploads: Sequence[UploadedFile[Any]], actor: Actor
) -> list[Attachment]:
    """Keep `uploads` in `slot`, and say in the history which ones.

    Raises FileRefused for one that is not accepted, Refused when the dossier has received too much
    in a day, Forbidden or Stale as the law says; then none is kept.
    """
    if not uploads:
        return []
    # The engine speaks first: whoever may not write leaves no file behind.
    perform(dossier, "attach_files", actor=actor, reason=_named("jointe", uploads))
    return attach_all(dossier, slot=slot, uploads=uploads, by=actor.user)


@transaction.atomic
def remove_file(dossier: Application, *, attachment: Attachment, actor: Actor) -> None:
    """Take `attachment` off the dossier, and say so in the history."""
    perform(dossier, "remove_file", actor=actor, reason=_named("retirée", [attachment]))
    remove_attachment(attachment)


def _named(done: str, files: Sequence[Any]) -> str:
    plural = "s" if len(files) > 1 else ""
    names = ", ".join(file.name for file in files)
    return f"Pièce{plural} {done}{plural}{NBSP}: {names}"
