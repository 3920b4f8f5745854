"""What the actions of a complaint take, cleaned by a form."""

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from labelling.oversight.reviews.models import ComplianceReview

SALT_BYTES = 16


def new_salt() -> str:
    return secrets.token_hex(SALT_BYTES)


def commitment(salt: str, words: str, digests: Sequence[str]) -> str:
    """The SHA-256 of a salt, of words and of the SHA-256s of files: it holds, once they are gone.

    Without the salt it says nothing of what it commits to.
    """
    held = json.dumps([salt, words, *digests], ensure_ascii=False)
    return hashlib.sha256(held.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody writes on a complaint: words, and the SHA-256 of each file sent with them.

    The history keeps `seal` alone, so that the words may be forgotten and the chain hold.
    """

    words: str
    digests: tuple[str, ...] = ()
    salt: str = field(default_factory=new_salt)

    @property
    def seal(self) -> str:
        return commitment(self.salt, self.words, self.digests)


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The review that a complaint leads to."""

    review: ComplianceReview
