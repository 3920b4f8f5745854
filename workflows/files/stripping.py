"""A copy of a file without what it says of whoever made it: name, camera, place, dates, author.

For files of people who must not be known by them. Images are cut, never drawn anew: nothing is
lost of what they show, and nothing is unpacked. The caller has inspected the file.

Sources: JPEG, ISO/IEC 10918-1 annex B; Exif 2.32; PNG, ISO/IEC 15948; WebP, RFC 9649.
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from workflows.files.refusals import FileRefused

# JPEG: what begins a segment, and those that a picture needs.
START, END, SCAN = b"\xff\xd8", 0xD9, 0xDA
JFIF, EXIF, ADOBE = 0xE0, 0xE1, 0xEE
APPLICATIONS, COMMENT = range(0xE0, 0xF0), 0xFE
PLAIN_JFIF = 16  # bytes: without the thumbnail that may follow
ORIENTATION = 0x0112
PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_TOLD = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"iCCP", b"dSIG"}
WEBP_TOLD = {b"EXIF": 0x08, b"XMP ": 0x04, b"ICCP": 0x20}  # with the flag that announces each
PDF_TOLD = ("/Metadata", "/PieceInfo", "/LastModified")
ANNOTATION_TOLD = ("/T", "/CreationDate", "/M", "/NM", "/RC")
MOST_UNPACKED = 32 * 1024 * 1024


def stripped(content: bytes, extension: str) -> bytes:
    """`content`, of the type that `extension` names, without its metadata.

    Raises FileRefused with the code `keeps_author` for a type that we do not know how to strip,
    `damaged` for what is cut short.
    """
    strip = STRIPPERS.get(extension)
    if strip is None:
        raise FileRefused("keeps_author")
    try:
        return strip(content)
    except (struct.error, zlib.error, IndexError, ValueError, pikepdf.PdfError) as error:
        raise FileRefused("damaged") from error


def strip_jpeg(content: bytes) -> bytes:
    """Without any application segment or comment; turned as the camera was held."""
    if not content.startswith(START):
        raise ValueError("no JPEG")
    kept, turned = bytearray(START), b""
    for marker, piece in _segments(content):
        if marker == EXIF and not turned:
            turned = _orientation(piece[4:])
        if marker == JFIF and piece[4:9] == b"JFIF\0":
            # Its thumbnail left out, its two counts are zero.
            kept += b"\xff\xe0" + struct.pack(">H", PLAIN_JFIF) + piece[4:16] + b"\0\0"
        elif marker == ADOBE or not (marker in APPLICATIONS or marker == COMMENT):
            kept += piece
    if turned:
        kept[2:2] = turned
    return bytes(kept)


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment with its marker, a scan with what is drawn after it; nothing after the end."""
    at = len(START)
    while True:
        while content[at + 1] == 0xFF:  # filling
            at += 1
        marker = content[at + 1]
        if content[at] != 0xFF:
            raise ValueError("no segment")
        if marker == END:
            yield marker, content[at : at + 2]
            return
        (length,) = struct.unpack_from(">H", content, at + 2)
        until = at + 2 + length
        if marker == SCAN:
            until = _end_of_scan(content, until)
        if until > len(content):
            raise ValueError("cut short")
        yield marker, content[at:until]
        at = until


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the marker is that ends what is drawn: FF00 and the restarts are part of it."""
    while True:
        at = content.index(b"\xff", at)
        following = content[at + 1]
        if following != 0x00 and not 0xD0 <= following <= 0xD7:
            return at
        at += 2


def _orientation(exif: bytes) -> bytes:
    """A segment that says how the picture is turned, and nothing else; none for upright."""
    if not exif.startswith(b"Exif\0\0") or exif[6:8] not in (b"II", b"MM"):
        return b""
    order, tiff = ("<" if exif[6:8] == b"II" else ">"), exif[6:]
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (entries,) = struct.unpack_from(f"{order}H", tiff, first)
        for rank in range(entries):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * rank)
            if tag == ORIENTATION and 2 <= value <= 8:
                return _only_turned(value)
    except struct.error:
        return b""
    return b""


def _only_turned(value: int) -> bytes:
    """An Exif segment of one entry: the orientation."""
    entry = struct.pack(">HHIHH", ORIENTATION, 3, 1, value, 0)
    tiff = b"MM\0\x2a" + struct.pack(">IH", 8, 1) + entry + b"\0\0\0\0"
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def strip_png(content: bytes) -> bytes:
    """Without texts, dates, profile or Exif; nothing after its end."""
    if not content.startswith(PNG_START):
        raise ValueError("no PNG")
    kept, at = bytearray(PNG_START), len(PNG_START)
    while True:
        length, kind = struct.unpack_from(">I4s", content, at)
        until = at + 12 + length
        if until > len(content):
            raise ValueError("cut short")
        if kind not in PNG_TOLD:
            kept += content[at:until]
        if kind == b"IEND":
            return bytes(kept)
        at = until


def strip_webp(content: bytes) -> bytes:
    """Without Exif, XMP or profile, and without the flags that announce them."""
    riff, size, webp = struct.unpack_from("<4sI4s", content)
    if (riff, webp) != (b"RIFF", b"WEBP") or size + 8 > len(content):
        raise ValueError("no WebP")
    kept, at = bytearray(), 12
    while at < size + 8:
        kind, length = struct.unpack_from("<4sI", content, at)
        until = at + 8 + length + length % 2
        piece = bytearray(content[at:until])
        if kind == b"VP8X":
            piece[8] &= ~sum(WEBP_TOLD.values()) & 0xFF
        if kind not in WEBP_TOLD:
            kept += piece
        at = until
    return struct.pack("<4sI4s", b"RIFF", len(kept) + 4, b"WEBP") + bytes(kept)


def strip_pdf(content: bytes) -> bytes:
    """Written anew without its author, its former versions, the names under its remarks, and what
    the photographs in it say."""
    with pikepdf.open(BytesIO(content)) as pdf:
        for told in ("/Info", "/ID"):
            if told in pdf.trailer:
                del pdf.trailer[told]
        for found in pdf.objects:
            _strip_within(found)
        written = BytesIO()
        pdf.save(
            written, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none
        )
    return written.getvalue()


def _strip_within(top: pikepdf.Object) -> None:
    """Strip an object, and those that stand inside it: an indirect one has its own turn."""
    pending = [top]
    while pending:
        current = pending.pop()
        if isinstance(current, Array):
            values = list(current)
        elif isinstance(current, Dictionary | Stream):
            _strip_dictionary(current)
            values = [value for _, value in current.items()]
        else:
            continue
        pending += [
            value
            for value in values
            if isinstance(value, Dictionary | Array) and not value.is_indirect
        ]


def _strip_dictionary(found: pikepdf.Object) -> None:
    told: tuple[str, ...] = PDF_TOLD
    # A field of a form has its name where a remark has that of its author.
    if "/Rect" in found and "/Subtype" in found and found.get("/Subtype") != Name.Widget:
        told += ANNOTATION_TOLD
    for name in told:
        if name in found:
            del found[name]
    if isinstance(found, Stream):
        _strip_photograph(found)


def _strip_photograph(found: Stream) -> None:
    """A JPEG in a PDF is a whole file, with all that its camera wrote."""
    filters = found.get("/Filter")
    names = [str(name) for name in filters] if isinstance(filters, Array) else [str(filters)]
    raw = found.read_raw_bytes()
    if names == ["/FlateDecode", "/DCTDecode"]:
        unpacker = zlib.decompressobj()
        raw = unpacker.decompress(raw, MOST_UNPACKED)
        if not unpacker.eof:
            raise ValueError("too much in one photograph")
    elif names != ["/DCTDecode"]:
        return
    parameters = found.get("/DecodeParms")
    last = parameters[-1] if isinstance(parameters, Array) else parameters
    found.write(
        strip_jpeg(raw),
        filter=Name.DCTDecode,
        decode_parms=last if isinstance(last, Dictionary) else None,
    )


def _as_it_is(content: bytes) -> bytes:
    """A plain text says nothing but its words."""
    return content


STRIPPERS: dict[str, Callable[[bytes], bytes]] = {
    "jpg": strip_jpeg,
    "jpeg": strip_jpeg,
    "png": strip_png,
    "webp": strip_webp,
    "pdf": strip_pdf,
    "txt": _as_it_is,
    "csv": _as_it_is,
}
