"""Upload inspection on real bytes: what is accepted, what is refused, and with which words."""

import hashlib
import io
import struct
import unicodedata
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workflows.files.making import (
    GENUINE,
    PROGRAM,
    SVG,
    archive,
    compound,
    image,
    inspect,
    pdf,
    refusal,
    verdict,
)
from workflows.files import ACCEPTED_EXTENSIONS, FileRefused, inspect_upload, safe_name
from workflows.files.inspection import MIB
from workflows.files.refusals import MESSAGES

NBSP = "\u00a0"


def test_every_accepted_extension_has_a_genuine_sample():
    assert sorted(GENUINE) == sorted(ACCEPTED_EXTENSIONS)


@pytest.mark.parametrize("extension", sorted(GENUINE))
def test_genuine_files_are_accepted_with_their_digest(extension):
    content = GENUINE[extension]
    inspection = inspect(f"Rapport d’activité.{extension.upper()}", content)
    assert inspection.extension == extension
    assert inspection.sha256 == hashlib.sha256(content).hexdigest()
    assert inspection.size == len(content)
    assert inspection.name == f"Rapport d’activité.{extension.upper()}"


@pytest.mark.parametrize(
    ("extension", "media_type"),
    [
        ("pdf", "application/pdf"),
        ("jpeg", "image/jpeg"),
        ("odt", "application/vnd.oasis.opendocument.text"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("xls", "application/vnd.ms-excel"),
        ("csv", "text/csv"),
    ],
)
def test_the_media_type_comes_from_the_content(extension, media_type):
    assert inspect(f"a.{extension}", GENUINE[extension]).media_type == media_type


@pytest.mark.parametrize("announced", sorted(GENUINE))
@pytest.mark.parametrize("real", sorted(GENUINE))
def test_a_renamed_file_is_refused_as_what_it_is_not(announced, real):
    same_content = {"jpg": "jpeg", "csv": "txt"}
    if same_content.get(announced, announced) == same_content.get(real, real):
        assert inspect(f"a.{announced}", GENUINE[real]).extension == announced
    else:
        assert refusal(f"a.{announced}", GENUINE[real]).code == "mismatch"


@pytest.mark.parametrize("extension", sorted(GENUINE))
@pytest.mark.parametrize("content", [PROGRAM, b"\x7fELF\x02\x01\x01\0" + b"\0" * 90, SVG])
def test_programs_and_drawings_never_pass_under_another_name(extension, content):
    assert refusal(f"a.{extension}", content).code == "mismatch"


@pytest.mark.parametrize("front", [PROGRAM, SVG, b"\x7fELF\x02", b"#!/bin/sh\n", b"PK\x03\x04"])
def test_a_pdf_that_is_also_something_else_in_front_is_refused(front):
    assert refusal("a.pdf", front + pdf()).code == "mismatch"


def test_a_pdf_after_a_few_harmless_bytes_is_accepted():
    assert inspect("a.pdf", b"\xef\xbb\xbf\r\n" + pdf()).media_type == "application/pdf"


def test_a_pdf_header_past_the_first_kilobyte_is_not_a_pdf():
    assert refusal("a.pdf", b" " * 1025 + pdf()).code == "mismatch"


def test_a_truncated_pdf_is_damaged():
    assert refusal("a.pdf", pdf()[:60]).code == "damaged"


@pytest.mark.parametrize("extension", ["pdf", "png", "jpg", "gif", "webp"])
def test_an_archive_appended_to_a_file_is_refused(extension):
    hidden = archive([("payload.class", b"\xca\xfe\xba\xbe")])
    assert refusal(f"a.{extension}", GENUINE[extension] + hidden).code == "mixed"


@pytest.mark.parametrize("name", ["logo.svg", "page.html", "setup.exe", "sans-extension", ".pdf"])
def test_other_types_are_not_accepted(name):
    refused = refusal(name, SVG)
    assert refused.code == "not_accepted"
    assert refused.message_fr == (
        "Ce type de fichier n’est pas accepté. Envoyez un PDF, un ODT ou une image."
    )


def test_an_empty_file_is_refused_whatever_size_it_declares():
    assert refusal("a.pdf", b"").messages == ["Ce fichier est vide."]
    with pytest.raises(FileRefused, match="vide"):
        inspect_upload("a.pdf", io.BytesIO(), 1000)


def test_a_heavy_file_is_refused_before_it_is_read():
    class Unread(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise AssertionError("the declared size was enough")

    with pytest.raises(FileRefused) as refused:
        inspect_upload("a.pdf", Unread(), 25 * MIB)
    assert refused.value.code == "too_large"
    assert refused.value.message_fr == (
        "Ce fichier pèse 25\u00a0Mo\u00a0; la limite est de 20\u00a0Mo."
    )


def test_a_file_heavier_than_it_declares_is_refused():
    with pytest.raises(FileRefused) as refused:
        inspect_upload("a.pdf", io.BytesIO(pdf() + b" " * 25 * MIB), 100)
    assert refused.value.code == "too_large"


def test_the_limit_itself_is_accepted_and_one_byte_more_never_reads_as_equal():
    assert inspect("a.txt", b"a" * 1000, max_bytes=1000).size == 1000
    assert "20,1\u00a0Mo" in refusal("a.txt", b"a" * (20 * MIB + 1)).message_fr


def test_a_mismatch_agrees_in_gender():
    assert refusal("a.pdf", PROGRAM).message_fr == (
        "Ce fichier s’annonce comme un PDF mais n’en est pas un."
    )
    assert refusal("a.png", SVG).message_fr == (
        "Ce fichier s’annonce comme une image PNG mais n’en est pas une."
    )


@pytest.mark.parametrize("name", ["a.pdf", "a.exe", "bomb.odt"])
def test_the_stream_is_rewound_accepted_or_not(name):
    stream = io.BytesIO(pdf())
    stream.seek(7)
    try:
        inspect_upload(name, stream, len(pdf()))
    except FileRefused:
        assert name != "a.pdf"
    assert stream.tell() == 0
    assert stream.read() == pdf()


def test_office_97_with_macros_or_a_password_is_refused():
    assert refusal("a.doc", compound("WordDocument", "_VBA_PROJECT")).code == "macros"
    assert refusal("a.xls", compound("Workbook", "_VBA_PROJECT")).code == "macros"
    assert refusal("a.docx", compound("EncryptedPackage")).code == "encrypted"


def test_an_image_of_too_many_pixels_is_refused_without_unpacking_it():
    def chunk(kind: bytes, content: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + checksum

    header = struct.pack(">IIBBBBB", 9000, 9000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0"))
    assert refusal("a.png", bomb + chunk(b"IEND", b"")).code == "too_many_pixels"
    huge = struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0)
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", huge) + chunk(b"IDAT", zlib.compress(b"\0"))
    assert refusal("a.png", bomb + chunk(b"IEND", b"")).code == "too_many_pixels"


def test_a_corrupted_image_is_damaged():
    content = bytearray(image("PNG"))
    content[content.index(b"IDAT") + 6] ^= 0xFF
    assert refusal("a.png", bytes(content)).code == "damaged"


@pytest.mark.parametrize(
    "text",
    [
        b"Bilan 2025\n\tAccueil : 12 personnes",
        "﻿Année;Écart\n".encode(),
        "Année;Écart".encode("cp1252"),
        "Année;Écart".encode("utf-16"),
        b"La balise <svg> se ferme par </svg>.",
        "é".encode() * 70_000,
    ],
)
def test_readable_text_is_accepted(text):
    assert inspect("a.txt", text).media_type == "text/plain"


@pytest.mark.parametrize(
    "text",
    [
        b"  <!DOCTYPE html><p>",
        b"\xef\xbb\xbf<html>",
        "<svg onload=alert(1)>".encode("utf-16"),
        b"<!-- --><script>",
        b"#!/bin/sh\nrm -rf /",
        b"a\x00b",
        b"\x81\x8d",
        b"abc" * 30_000 + b"\x07",
    ],
)
def test_pages_scripts_and_bytes_are_not_text(text):
    assert refusal("a.txt", text).code == "mismatch"


@pytest.mark.parametrize(
    ("given_name", "cleaned"),
    [
        ("Procès-verbal AG 2025.pdf", "Procès-verbal AG 2025.pdf"),
        ("Procès.pdf", "Procès.pdf"),
        ("C:\\Users\\Zoé\\statuts.odt", "statuts.odt"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("facture\u202efdp.exe", "facturefdp.exe"),
        ("ligne\r\nSet-Cookie: a=b.pdf", "ligne Set-Cookie_ a=b.pdf"),
        ('a"b<c>.pdf', "a_b_c_.pdf"),
        ("  .cache .pdf. ", "cache.pdf"),
        ("", "fichier"),
        ("///", "fichier"),
        ("\0\x07", "fichier"),
    ],
)
def test_names_are_cleaned(given_name, cleaned):
    assert safe_name(given_name) == cleaned


def test_a_long_name_keeps_its_extension():
    cleaned = safe_name("é" * 400 + ".pdf")
    assert len(cleaned) == 150
    assert cleaned.endswith("é.pdf")


@given(name=st.text(max_size=300))
def test_any_name_becomes_safe_and_stays_so(name):
    cleaned = safe_name(name)
    assert 0 < len(cleaned) <= 150
    assert not set(cleaned) & set('/\\<>:"|?*')
    assert not any(unicodedata.category(char).startswith("C") for char in cleaned)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip(" .")
    assert safe_name(cleaned) == cleaned


@given(content=st.binary(max_size=400), extension=st.sampled_from(ACCEPTED_EXTENSIONS))
def test_no_bytes_make_the_inspection_fail_otherwise_than_by_a_refusal(content, extension):
    assert verdict(f"a.{extension}", content) in {None, "mismatch", "empty", "damaged"}


@given(
    extension=st.sampled_from(["pdf", "png", "jpg", "gif", "webp", "odt", "docx", "xls"]),
    edits=st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=6),
)
def test_no_corruption_makes_the_inspection_fail_otherwise_than_by_a_refusal(extension, edits):
    content = bytearray(GENUINE[extension])
    for position, value in edits:
        content[position % len(content)] = value
    assert verdict(f"a.{extension}", bytes(content)) in {None, "mismatch", *MESSAGES}
