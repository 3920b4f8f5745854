"""Images, the Office formats of 1997, plain text.

Every check reads the content alone and raises ``NotThatType`` when it is not what it should be.
"""

import codecs
import re
import struct
from collections.abc import Iterator
from typing import IO

from PIL import Image, UnidentifiedImageError

from workflows.files.archives import ends_as_archive
from workflows.files.refusals import FileRefused, NotThatType

CHUNK = 64 * 1024
# Below Pillow's own threshold, past which opening an image warns.
MAX_PIXELS = 80_000_000

PDF_HEADER = b"%PDF-"
MARKUP = re.compile(r"<(?:!doctype\s+html|html|head|body|script|svg|iframe|\?php)", re.IGNORECASE)

COMPOUND_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
COMPOUND_ENTRY_SIZE = 128

TEXT_HEAD = 4096
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def check_image(stream: IO[bytes], *, image_format: str) -> None:
    """Check that Pillow reads this very format, under the pixel limit, with nothing appended."""
    stream.seek(0)
    try:
        with Image.open(stream, formats=[image_format]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise FileRefused("too_many_pixels")
            image.verify()
    except UnidentifiedImageError as error:
        raise NotThatType from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise FileRefused("too_many_pixels") from error
    except (OSError, SyntaxError, ValueError, EOFError, struct.error) as error:
        raise FileRefused("damaged") from error
    if ends_as_archive(stream):
        raise FileRefused("mixed")


def check_legacy_office(stream: IO[bytes], *, main_streams: tuple[str, ...]) -> None:
    """Check for a compound file with one of these streams at its heart, and no VBA project.

    PowerPoint 97 hides its macros inside its only stream: those are left to the scanner.
    """
    stream.seek(0)
    content = stream.read()
    if not any(_has_compound_entry(content, name) for name in main_streams):
        raise NotThatType
    if _has_compound_entry(content, "_VBA_PROJECT"):
        raise FileRefused("macros")


def is_encrypted_open_xml(stream: IO[bytes]) -> bool:
    """Whether this is what Office writes for a ``.docx`` with a password: no longer a ZIP."""
    stream.seek(0)
    return _has_compound_entry(stream.read(), "EncryptedPackage")


def check_text(stream: IO[bytes]) -> None:
    """Check for text a person can read: UTF-8, UTF-16 with its mark, or Windows-1252.

    Text that starts as a web page, a drawing or a script is refused: a browser would run it.
    """
    stream.seek(0)
    start = stream.read(len(PDF_HEADER))
    if start.startswith((b"#!", PDF_HEADER)):
        raise NotThatType
    head = _readable_head(stream, start)
    if head.lstrip().startswith("<") and MARKUP.search(head):
        raise NotThatType


def _readable_head(stream: IO[bytes], start: bytes) -> str:
    """Decode the whole content, and return its first characters."""
    marked = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        head = ""
        try:
            for text in _decoded(stream, encoding):
                if CONTROLS.search(text):
                    raise NotThatType
                head += text[: TEXT_HEAD - len(head)]
        except UnicodeDecodeError:
            continue
        return head
    raise NotThatType


def _decoded(stream: IO[bytes], encoding: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _has_compound_entry(content: bytes, name: str) -> bool:
    """Whether the directory of a compound file ([MS-CFB] 2.6.1) has an entry of this name.

    Entries are 128 bytes long on 128-byte boundaries: the name in UTF-16, then its length.
    """
    if not content.startswith(COMPOUND_START):
        return False
    encoded = name.encode("utf-16-le") + b"\0\0"
    at = content.find(encoded)
    while at >= 0:
        length = content[at + 64 : at + 66]
        if at % COMPOUND_ENTRY_SIZE == 0 and length == struct.pack("<H", len(encoded)):
            return True
        at = content.find(encoded, at + 2)
    return False
