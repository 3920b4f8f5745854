"""A ZIP that tells the digests of what it holds."""

from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest

from labelling.oversight.conformity.sealed import CHUNK, DIGESTS, SealedZip

MAY = datetime(2026, 5, 4, 10, 30, tzinfo=UTC)


def test_every_entry_has_its_digest() -> None:
    whole = BytesIO()
    large = b"\x00\x01" * CHUNK
    with SealedZip(whole) as archive:
        archive.text("mot.txt", "Été")
        archive.copy("copie.bin", BytesIO(large))
        told = archive.file("pièces/photo.jpg", BytesIO(large), size=len(large), made_at=MAY)
    with ZipFile(whole) as read:
        told_lines = read.read(DIGESTS).decode().splitlines()
        lines = {name: digest for digest, name in (line.split("  ") for line in told_lines)}
        assert set(lines) == set(read.namelist()) - {DIGESTS}
        for name, digest in lines.items():
            assert sha256(read.read(name)).hexdigest() == digest
        info = read.getinfo("pièces/photo.jpg")
        assert told == lines[info.filename]
        assert (info.compress_type, info.date_time[:5]) == (ZIP_STORED, (2026, 5, 4, 12, 30))
        assert read.read(info) == large


class Full(BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        raise OSError("plein")


def test_what_fails_tells_no_digest() -> None:
    whole = BytesIO()
    archive = SealedZip(whole)
    with pytest.raises(OSError, match="plein"), archive:
        archive.copy("mot.txt", Full())
    assert DIGESTS not in ZipFile(whole).namelist()
