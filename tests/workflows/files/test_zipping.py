"""A ZIP made while it leaves: whole, named for any system, and never held in memory."""

import io
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest

from workflows.files.zipping import CHUNK, Entry, entry_path, unique, zip_stream

MADE_AT = datetime(2026, 5, 3, 10, tzinfo=UTC)


def entry(path: str, content: bytes) -> Entry:
    return Entry(path, MADE_AT, len(content), lambda: io.BytesIO(content))


def test_what_comes_out_is_what_went_in() -> None:
    given = {"Été/procès-verbal.pdf": b"x" * (3 * CHUNK + 5), "vide.txt": b"", "a.txt": b"abc"}
    sent = b"".join(zip_stream(entry(*each) for each in given.items()))
    with ZipFile(io.BytesIO(sent)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == given


def test_memory_holds_a_chunk_whatever_the_file_weighs() -> None:
    chunks = zip_stream([entry("a.bin", b"x" * (40 * CHUNK)), entry("b.bin", b"y" * (40 * CHUNK))])
    assert max(map(len, chunks)) < 2 * CHUNK


def test_a_file_is_opened_in_its_turn_and_closed() -> None:
    opened: list[io.BytesIO] = []

    def one() -> io.BytesIO:
        opened.append(io.BytesIO(b"x" * CHUNK))
        return opened[-1]

    chunks = zip_stream([Entry(name, MADE_AT, CHUNK, one) for name in "ab"])
    next(chunks)
    assert len(opened) == 1
    chunks.close()
    assert opened[0].closed


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        (("1 Plan", "a.pdf"), "1 Plan/a.pdf"),
        (("a/b", "../../etc/passwd"), "a-b/-.-etc-passwd"),
        (("C:\\x", "con.pdf"), "C_-x/_con.pdf"),
        (("nul", "é" * 300 + ".pdf"), "_nul/" + "é" * 100 + ".pdf"),
    ],
)
def test_a_path_suits_any_system(parts: tuple[str, ...], path: str) -> None:
    assert entry_path(*parts) == path


def test_two_files_of_one_name_are_told_apart() -> None:
    taken: set[str] = set()
    assert [unique(path, taken) for path in ("x/a.pdf", "x/A.pdf", "x/a.pdf", "y/a.pdf")] == [
        "x/a.pdf",
        "x/A (2).pdf",
        "x/a (3).pdf",
        "y/a.pdf",
    ]
