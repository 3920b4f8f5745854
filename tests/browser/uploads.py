"""Files as a browser sends them: their bytes are real, their names and types may lie."""

from playwright.sync_api import FilePayload

from tests.files import jpeg_bytes, pdf_bytes

PDF = "application/pdf"


def pdf(name: str) -> FilePayload:
    return {"name": name, "mimeType": PDF, "buffer": pdf_bytes(name)}


def jpeg(name: str) -> FilePayload:
    return {"name": name, "mimeType": "image/jpeg", "buffer": jpeg_bytes((640, 480))}


def renamed_program(name: str) -> FilePayload:
    """A Windows program that calls itself a PDF."""
    return {"name": name, "mimeType": PDF, "buffer": b"MZ\x90\x00" + bytes(2000)}


def empty(name: str) -> FilePayload:
    return {"name": name, "mimeType": PDF, "buffer": b""}
