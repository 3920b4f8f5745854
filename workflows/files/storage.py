"""Where files are kept: on the disk itself before anything says that they are."""

import os
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class DurableStorage(FileSystemStorage):
    """A file is flushed to the disk, and so are the folders that name it, before `save` returns.

    A database flushes each commit, and a renamed file may still be in memory only: after a power
    cut a row would speak of bytes that nobody has. When a flush fails so does `save`, and the
    transaction with it.
    """

    def _save(self, name: str, content: Any) -> str:
        saved: str = super()._save(name, content)  # type: ignore[misc]
        try:
            _flush(Path(self.path(saved)), root=Path(self.location))
        except OSError:
            self.delete(saved)
            raise
        return saved


def _flush(path: Path, *, root: Path) -> None:
    with path.open("rb+") as stored:
        os.fsync(stored.fileno())
    if os.name == "nt":
        return  # Windows opens no folder; its journal keeps their names
    for folder in path.parents:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        if folder == root:
            return
