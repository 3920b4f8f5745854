"""A ZIP that tells the SHA-256 of all that it holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from io import BufferedIOBase
from tempfile import TemporaryFile
from types import TracebackType
from typing import IO, Any, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.utils import timezone

CHUNK = 64 * 1024
DIGESTS = "empreintes.sha256"


class SealedZip:
    """Writes into `target`, one thing after the other, a chunk at a time.

    Its last entry, `DIGESTS`, has a line for each of the others, as `sha256sum --check` reads them.
    They wait on the disk: memory does not grow with what is written.
    """

    def __init__(self, target: IO[bytes]) -> None:
        self._zip = ZipFile(target, "w", ZIP_DEFLATED)
        self._digests = TemporaryFile()  # noqa: SIM115 closed by `__exit__`

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._zip, self._digests:
            if error is None:
                self._digests.seek(0)
                with self._zip.open(DIGESTS, "w") as entry:
                    _copy(self._digests, entry)

    @contextmanager
    def entry(self, path: str | ZipInfo) -> Iterator[Any]:
        """A file (`Hashed`): what is written to it goes under `path`."""
        with self._zip.open(path, "w") as raw:
            hashed = Hashed(raw)
            yield hashed
        name = path if isinstance(path, str) else path.filename
        self._digests.write(f"{hashed.digest}  {name}\n".encode())

    def text(self, path: str, text: str | bytes) -> None:
        with self.entry(path) as entry:
            entry.write(text.encode() if isinstance(text, str) else text)

    def copy(self, path: str, source: IO[bytes]) -> None:
        with self.entry(path) as entry:
            _copy(source, entry)

    def file(self, path: str, source: IO[bytes], *, size: int, made_at: datetime) -> str:
        """Keep `source` as it is: what people send is compressed already. Gives its SHA-256."""
        info = ZipInfo(path, timezone.localtime(made_at).timetuple()[:6])
        info.compress_type, info.file_size = ZIP_STORED, size
        info.external_attr = 0o644 << 16
        with self.entry(info) as entry:
            _copy(source, entry)
        digest: str = entry.digest
        return digest


class Hashed(BufferedIOBase):
    """Writes further what it is given, and keeps its SHA-256."""

    def __init__(self, raw: IO[bytes]) -> None:
        self._raw, self._sum = raw, sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._sum.update(data)
        return self._raw.write(data)

    @property
    def digest(self) -> str:
        return self._sum.hexdigest()


def _copy(source: IO[bytes], target: Any) -> None:
    while chunk := source.read(CHUNK):
        target.write(chunk)
