"""A file of labels on its way: sent, its columns said, confirmed, taken up; or left."""

import hashlib
from collections.abc import Mapping
from functools import partial
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from directory.imports.columns import Places, is_complete
from directory.imports.issues import refused
from directory.imports.models import ImportDraft, ImportFile, LabelImport
from directory.imports.operations import import_labels
from directory.imports.remembering import proposed, remember
from directory.imports.tables import Table, read_table
from directory.rulebook import DirectoryRules
from workflows.actors import Actor
from workflows.correspondence.operations import keep
from workflows.models import ScanStatus
from workflows.verdicts import Refused, Stale, Unmet

UNREADY = {
    ScanStatus.PENDING: "L’analyse du fichier n’est pas finie\u00a0: attendez-la.",
    ScanStatus.INFECTED: "L’antivirus a refusé ce fichier\u00a0: laissez-le.",
}


@transaction.atomic
def send_file(upload: UploadedFile[Any], *, headings: list[str], actor: Actor) -> ImportDraft:
    """Keep the file, have it scanned, and say what its `headings` are likely to be.

    Raises Forbidden for anyone but the direction, FileRefused for what is no such file.
    """
    DirectoryRules.cress_manager.require(actor, actor.user)
    now = timezone.now()
    file = keep(ImportFile(), upload=upload, by=actor.user, at=now)
    return ImportDraft.objects.create(
        file=file, sent_by=actor.user, sent_at=now, places=proposed(headings)
    )


@transaction.atomic
def say_columns(draft: ImportDraft, *, places: Places, actor: Actor) -> None:
    """Say which column is where, now and the next time that a file has the same headings.

    Raises Forbidden, and Stale once somebody confirmed the import or left it.
    """
    DirectoryRules.cress_manager.require(actor, actor.user)
    locked = _locked(draft)
    locked.places = dict(places)
    locked.failed_at = None
    locked.save(update_fields=["places", "failed_at"])
    remember(table_of(locked).headings, places)


@transaction.atomic
def confirm(draft: ImportDraft, *, seen: str, actor: Actor) -> bool:
    """Have the worker take the labels up; False when somebody had it done already.

    `seen` is the `fingerprint` that the page showed. Raises Forbidden, Stale when the columns were
    said otherwise since, Refused while the scanner keeps the file, or a column is missing.
    """
    DirectoryRules.cress_manager.require(actor, actor.user)
    locked = ImportDraft.objects.select_for_update().get(pk=draft.pk)
    if locked.confirmed_at is not None:
        return False
    if seen != fingerprint(locked):
        raise Stale("Les colonnes ont changé entre-temps. Relisez la page avant de recommencer.")
    _require_ready(locked)
    locked.confirmed_by, locked.confirmed_at = actor.user, timezone.now()
    locked.failed_at = None
    locked.save(update_fields=["confirmed_by", "confirmed_at", "failed_at"])
    transaction.on_commit(partial(locked.note, 0, 1))
    return True


@transaction.atomic
def leave(draft: ImportDraft, *, actor: Actor) -> None:
    """Forget the file. Raises Forbidden, and Stale once somebody confirmed the import."""
    DirectoryRules.cress_manager.require(actor, actor.user)
    forget(_locked(draft))


def forget(draft: ImportDraft) -> None:
    """Delete the preparation with its file, whose bytes go once that is certain."""
    file = draft.file
    draft.delete()
    if file is not None:
        _drop(file)


def take_up_draft(pk: int) -> LabelImport | None:
    """Take up the labels of a confirmed draft, once; None when there is nothing left to do.

    Raises ImportRefused with what is wrong now, Forbidden when who confirmed has left the
    direction; then nothing has changed.
    """
    with transaction.atomic():
        waiting = ImportDraft.objects.filter(confirmed_at__isnull=False, taken_up=None)
        draft = waiting.select_for_update().filter(pk=pk).first()
        if draft is None or draft.file is None:
            return None
        actor = Actor.of(draft.confirmed_by)
        DirectoryRules.cress_manager.require(actor, actor.user)
        report = import_labels(
            bytes_of(draft.file),
            name=draft.file.name,
            actor=actor,
            places=draft.places,
            progress=draft.note,
        )
        file, draft.file = draft.file, None
        draft.taken_up = report.source
        draft.save(update_fields=["taken_up", "file"])
        _drop(file)
    return report.source


def open_again(pk: int) -> None:
    """Let a draft that could not be taken up be read, corrected and confirmed anew."""
    ImportDraft.objects.filter(pk=pk, taken_up=None).update(
        confirmed_at=None, confirmed_by=None, failed_at=timezone.now()
    )


def table_of(draft: ImportDraft) -> Table:
    """What the file of `draft` holds. Raises ImportRefused."""
    if draft.file is None:
        raise refused("Ce fichier n’est plus là.")
    return read_table(bytes_of(draft.file))


def bytes_of(file: ImportFile) -> bytes:
    """Those that were examined when the file came, no others. Raises ImportRefused."""
    with file.file.open("rb") as stream:
        content: bytes = stream.read()
    if hashlib.sha256(content).hexdigest() != file.sha256:
        raise refused("Le fichier n’est plus celui qui a été analysé\u00a0: envoyez-le de nouveau.")
    return content


def fingerprint(draft: ImportDraft) -> str:
    """What a page showed of `draft`: its bytes, and which column is where."""
    digest = draft.file.sha256 if draft.file else ""
    places: Mapping[str, int] = draft.places
    shown = [digest, *(f"{key}={place}" for key, place in sorted(places.items()))]
    return hashlib.sha256("\n".join(shown).encode()).hexdigest()


def _locked(draft: ImportDraft) -> ImportDraft:
    """`draft`, which nobody confirmed nor left, and which nobody else changes until commit."""
    free = ImportDraft.objects.filter(pk=draft.pk, confirmed_at=None)
    found = free.select_for_update().first()
    if found is None:
        raise Stale("Cet import est déjà confirmé, ou laissé de côté.")
    return found


def _require_ready(draft: ImportDraft) -> None:
    unmet = []
    if draft.file is not None and not draft.file.servable:
        unmet.append(Unmet("scan", UNREADY[ScanStatus(draft.file.scan)]))
    if not is_complete(draft.places):
        unmet.append(Unmet("columns", "Dites d’abord où est chaque colonne."))
    if unmet:
        raise Refused("Cet import n’est pas prêt.", unmet=unmet)


def _drop(file: ImportFile) -> None:
    transaction.on_commit(partial(file.file.delete, save=False))
    file.delete()
