"""ZIP archives under limits: bombs, lies, names that escape, checksums; what a request may cost."""

import io
import struct
import zipfile

import pytest

from tests.workflows.files.making import inspect, open_xml, opendocument, refusal
from workflows.files import FileRefused, archives
from workflows.files.allowance import MIB, Allowance

pytestmark = pytest.mark.once


def test_a_bomb_by_its_declared_size():
    bomb = opendocument("odt", ("Pictures/zeros", b"\0" * 30 * MIB))
    assert len(bomb) < 100_000
    assert refusal("bomb.odt", bomb).code == "bomb"


def test_a_bomb_of_many_entries():
    entries = [(f"Pictures/{number}", b"") for number in range(archives.MAX_ENTRIES)]
    assert refusal("bomb.odt", opendocument("odt", *entries)).code == "bomb"


def test_an_archive_that_lies_about_its_unpacked_size_is_not_believed():
    packed = bytearray(opendocument("odt", ("Pictures/zeros", b"\0" * 30 * MIB)))
    real, small = struct.pack("<I", 30 * MIB), struct.pack("<I", 10)
    assert packed.count(real) == 2
    assert refusal("bomb.odt", bytes(packed.replace(real, small))).code == "damaged"


def test_what_is_really_unpacked_counts_even_if_the_declared_sizes_pass():
    """zipfile stops at the declared size; the limit must hold should it ever stop doing so."""
    packed = opendocument("odt", ("Pictures/zeros", b"\0" * 12 * MIB))
    with zipfile.ZipFile(io.BytesIO(packed)) as source:
        opened = archives.Archive(source, limit=11 * MIB, allowance=Allowance())
        with pytest.raises(FileRefused) as refused:
            [list(opened.read(entry)) for entry in opened.entries]
    assert refused.value.code == "bomb"


def test_a_well_compressed_but_modest_document_is_accepted():
    cells = "<table:table-cell/>" * 400_000
    content = opendocument("ods", body=cells)
    assert len(content) * archives.MAX_RATIO < len(cells)
    assert inspect("a.ods", content).extension == "ods"


def test_a_heavy_but_honest_sheet_is_accepted():
    """What a ledger of 30,000 lines takes."""
    cells = "".join(f"<c><v>{value * 7919 % 100_003}</v></c>" for value in range(10))
    rows = "".join(f'<row r="{line}">{cells}</row>' for line in range(30_000))
    assert inspect("a.xlsx", open_xml("xlsx", body=rows)).extension == "xlsx"


def test_the_files_of_one_request_share_what_may_be_unpacked():
    """Ten files of 2 MiB that unpacked to 200 MiB each used to cost ten seconds."""
    allowance = Allowance(unpacked=15 * MIB)
    for picture in (b"a", b"b"):
        inspect(
            "a.odt", opendocument("odt", ("Pictures/1", picture * 7 * MIB)), allowance=allowance
        )
    third = opendocument("odt", ("Pictures/1", b"c" * 7 * MIB))
    refused = refusal("c.odt", third, allowance=allowance)
    assert refused.message_fr == (
        "Ces fichiers sont trop lourds à vérifier ensemble. Envoyez celui-ci à part."
    )
    assert inspect("c.odt", third).extension == "odt"


def test_elements_count_more_than_the_bytes_that_hold_them():
    many = "<a/>" * 1_000_001
    assert refusal("a.odt", opendocument("odt", body=many)).code == "bomb"
    allowance = Allowance(elements=150_000)
    inspect("a.odt", opendocument("odt", body="<a/>" * 100_000), allowance=allowance)
    second = opendocument("odt", body="<b/>" * 100_000)
    assert refusal("b.odt", second, allowance=allowance).code == "too_much_at_once"


def test_what_was_accepted_is_not_read_again():
    content = opendocument("odt", ("Pictures/1", b"d" * 7 * MIB))
    allowance = Allowance(unpacked=10 * MIB)
    for _ in range(3):
        inspect("a.odt", content, allowance=allowance)
    assert allowance.unpacked > 2 * MIB


def test_two_entries_of_one_name_are_refused():
    packed = opendocument("odt", ("Pictures/un", b"x"), ("Pictures/UN", b"y"))
    assert refusal("a.odt", packed).code == "unsafe_archive"


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x", "/etc/passwd", "..\\..\\x", "C:/x", "a/../../b", "ok\0.xml"]
)
def test_entries_that_leave_their_folder_are_refused(name):
    placeholder = "Pictures/" + "x" * (len(name.encode()) - len("Pictures/"))
    if len(placeholder) != len(name):
        placeholder = "x" * len(name)
    packed = opendocument("odt", (placeholder, b"x")).replace(placeholder.encode(), name.encode())
    assert refusal("a.odt", packed).code == "unsafe_archive"


def test_a_compression_the_formats_do_not_allow_is_refused():
    packed = opendocument("odt", compression=zipfile.ZIP_BZIP2)
    assert refusal("a.odt", packed).code == "unsafe_archive"


def test_encrypted_entries_are_refused():
    packed = bytearray(opendocument("odt"))
    packed[6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    assert refusal("a.odt", bytes(packed)).code == "encrypted"


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.95])
def test_a_truncated_archive_is_damaged(keep):
    content = opendocument("odt")
    assert refusal("a.odt", content[: int(len(content) * keep)]).code == "damaged"


def test_a_corrupted_entry_is_damaged():
    packed = opendocument("odt", compression=zipfile.ZIP_STORED)
    assert refusal("a.odt", packed.replace(b"<office:doc", b"<office:cod", 1)).code == "damaged"
