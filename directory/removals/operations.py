"""Showing that the logo is gone."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from directory.removals.inputs import RemovalProof
from directory.removals.kind import PROOF
from directory.removals.models import LogoRemoval
from workflows.actors import Actor
from workflows.correspondence.operations import attach_all
from workflows.engine import perform


@transaction.atomic
def show_removal(
    removal: LogoRemoval,
    *,
    note: str,
    website: str,
    uploads: Sequence[UploadedFile[Any]] = (),
    actor: Actor,
    at: datetime | None = None,
) -> LogoRemoval:
    """Send what shows it to the CRESS. Raises Forbidden, Stale, Refused when nothing does."""
    given = RemovalProof(note, website, len(uploads))
    perform(removal, "prove", actor=actor, data=given, at=at)
    attach_all(removal, slot=PROOF, uploads=uploads, by=actor.user, at=at)
    return removal
