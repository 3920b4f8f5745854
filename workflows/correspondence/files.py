"""The files of a case, added and taken off through the engine, so that the history says so."""

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from workflows.actors import Actor
from workflows.correspondence.operations import attach_all, remove_attachment, restore_attachment
from workflows.engine import perform
from workflows.kinds import slot_of
from workflows.models import Attachment
from workflows.verdicts import Refused, Stale, Unmet


@transaction.atomic
def attach_files(
    case: Any, *, slot: str, uploads: Sequence[UploadedFile[Any]], actor: Actor
) -> list[Attachment]:
    """Keep `uploads` in `slot` of `case`, and say in its history which ones.

    Raises FileRefused for one that is not accepted, Refused when the case has received too much
    in a day or its law has no action for this slot, and as that action does; then none is kept.
    """
    if not uploads:
        return []
    # The engine speaks first: whoever may not write leaves no file behind.
    perform(case, _action_of(case, slot), actor=actor, reason=_named("jointe", uploads))
    # What it goes with may have been taken off before the case was locked.
    _action_of(case, slot)
    return attach_all(case, slot=slot, uploads=uploads, by=actor.user)


@transaction.atomic
def remove_file(case: Any, *, attachment: Attachment, actor: Actor) -> None:
    """Take `attachment` off `case`, and say so in its history. Raises as `attach_files`."""
    reason = _named("retirée", [attachment])
    perform(case, _action_of(case, attachment.slot), actor=actor, reason=reason)
    remove_attachment(attachment)


@transaction.atomic
def restore_file(case: Any, *, attachment: Attachment, actor: Actor) -> None:
    """Put back `attachment`, the same file, by the action that took it off, and say so in the
    history. Raises as `attach_files`; Stale when someone put it back meanwhile."""
    reason = _named("remise", [attachment])
    perform(case, _action_of(case, attachment.slot), actor=actor, reason=reason)
    if not restore_attachment(attachment):
        raise Stale(f"La pièce «\u00a0{attachment.name}\u00a0» est déjà de retour.")


def _action_of(case: Any, key: str) -> str:
    slot = slot_of(case, key)
    if not slot.action:
        unmet = Unmet("files_stay", f"{slot.label}\u00a0: rien ne s’y ajoute ni ne s’en retire.")
        raise Refused("Ces pièces restent telles qu’elles sont.", unmet=[unmet])
    return slot.action


def _named(done: str, files: Sequence[Any]) -> str:
    plural = "s" if len(files) > 1 else ""
    names = ", ".join(file.name for file in files)
    return f"Pièce{plural} {done}{plural}\u00a0: {names}"
