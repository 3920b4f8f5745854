"""A file is on the disk, and its name too, before any row speaks of it."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from tests import factories
from tests.files import pdf, pdf_bytes
from tests.toys import making
from workflows.correspondence.operations import attach
from workflows.files.storage import DurableStorage
from workflows.models import Attachment

pytestmark = pytest.mark.django_db


def temporary() -> UploadedFile[Any]:
    """What Django gives for a heavy file: a file of its own, which is moved."""
    content = pdf_bytes()
    upload = TemporaryUploadedFile("lourd.pdf", "application/pdf", len(content), None)
    upload.write(content)
    upload.seek(0)
    return upload


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The inodes flushed, in order; each is checked to come before the row."""
    found: list[int] = []

    def fsync(descriptor: int) -> None:
        assert not Attachment.objects.exists()
        found.append(os.fstat(descriptor).st_ino)

    monkeypatch.setattr(os, "fsync", fsync)
    return found


@pytest.mark.parametrize("make", [pdf, temporary])
def test_the_file_and_its_folders_are_flushed_before_the_row(make, flushed) -> None:
    repair = making.repair()
    with make() as upload:
        attachment = attach(repair, slot="minutes", upload=upload, by=factories.user())
    path = Path(attachment.file.path)
    media = Path(settings.MEDIA_ROOT)
    assert flushed == [each.stat().st_ino for each in (path, path.parent, media)]
    assert path.read_bytes() == pdf_bytes()


@pytest.mark.parametrize("make", [pdf, temporary])
def test_what_cannot_be_flushed_leaves_neither_row_nor_file(make, monkeypatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    repair = making.repair()
    attach(repair, slot="minutes", upload=pdf(), by=factories.user())
    folder = Path(settings.MEDIA_ROOT) / "attachments"
    before = set(folder.iterdir())
    monkeypatch.setattr(os, "fsync", full)
    with make() as upload, pytest.raises(OSError, match="No space"):
        attach(repair, slot="minutes", upload=upload, by=factories.user())
    assert Attachment.objects.count() == 1
    assert set(folder.iterdir()) == before


def test_every_environment_keeps_files_there() -> None:
    assert isinstance(default_storage, DurableStorage)
