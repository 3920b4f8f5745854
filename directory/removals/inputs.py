"""What the actions of a removal take, cleaned by a form."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RemovalProof:
    """What shows that the logo is gone: words, the address of a page, `files` sent besides."""

    note: str
    website: str
    files: int
