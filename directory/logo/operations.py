"""Adopting the official logo, and coming back to our rosace."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.logo.models import LogoFile, OfficialLogo
from directory.logo.picture import redrawn
from directory.rulebook import DirectoryRules
from workflows.actors import Actor
from workflows.correspondence.operations import keep
from workflows.engine import amend, create
from workflows.verdicts import Stale

NAME = "logo.png"


@transaction.atomic
def adopt_logo(
    upload: UploadedFile[Any], *, actor: Actor, at: datetime | None = None
) -> OfficialLogo:
    """Have the image stand for the label, after the one that did.

    Raises Forbidden for anyone but the direction, FileRefused for what is no such image, Stale when
    another was adopted at the same moment.
    """
    DirectoryRules.cress_manager.require(actor, actor.user)
    at = at or timezone.now()
    _retire_current(actor, at)
    drawn = SimpleUploadedFile(NAME, redrawn(upload), "image/png")
    file = keep(LogoFile(), upload=drawn, by=actor.user, at=at)
    try:
        with transaction.atomic():
            return create(OfficialLogo(file=file, since=at), actor=actor, action="adopt", at=at)
    except IntegrityError:
        raise _overtaken() from None


@transaction.atomic
def retire_logo(*, actor: Actor, at: datetime | None = None) -> None:
    """Have our rosace stand for the label again. Raises Forbidden; Stale when it does already."""
    DirectoryRules.cress_manager.require(actor, actor.user)
    if not _retire_current(actor, at or timezone.now()):
        raise _overtaken()


def _retire_current(actor: Actor, at: datetime) -> bool:
    """Whether there was one: its row is the lock of who retires it."""
    logo = OfficialLogo.objects.select_for_update(no_key=True).filter(in_use=True).first()
    if logo is None:
        return False
    amend(logo, action="retire", actor=actor, at=at, in_use=False, until=at)
    return True


def _overtaken() -> Stale:
    return Stale("Le logo a changé entre-temps. Relisez la page avant de recommencer.")
