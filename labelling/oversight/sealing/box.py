"""Words that only the keys of this site give back: AES-256-GCM (NIST SP 800-38D).

A seal is bound to its `place`, what it is and whose: moved to another row, it does not open. The
first of OSE_IDENTITY_KEYS seals, all of them open.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE = 12  # bytes
KEY_NAME = 16  # hexadecimal digits


class NotOurs(Exception):
    """No key of this site opens it: the key is lost, the seal was altered, or it was moved."""


def seal(words: str, *, place: str) -> str:
    """`words` sealed by the first key, as text: the name of the key, a nonce, the rest."""
    key = settings.OSE_IDENTITY_KEYS[0]
    nonce = os.urandom(NONCE)
    sealed = nonce + AESGCM(_derived(key, "seal")).encrypt(nonce, words.encode(), place.encode())
    return f"{name_of(key)}.{base64.urlsafe_b64encode(sealed).decode()}"


def unseal(sealed: str, *, place: str) -> str:
    """What `seal` was given for the same `place`. Raises NotOurs."""
    name, _, rest = sealed.partition(".")
    for key in settings.OSE_IDENTITY_KEYS:
        if name_of(key) == name:
            return _opened(key, rest, place)
    raise NotOurs(f"no key named {name}")


def name_of(key: bytes) -> str:
    """What a key is called beside what it sealed: it says nothing of the key."""
    return hashlib.sha256(_derived(key, "name")).hexdigest()[:KEY_NAME]


def current_key() -> str:
    """The name of the key that seals now."""
    return name_of(settings.OSE_IDENTITY_KEYS[0])


def digest(words: str, *, purpose: str) -> str:
    """What tells `words` again without holding them, under the key that seals now."""
    return next(digests(words, purpose=purpose))


def digests(words: str, *, purpose: str) -> Iterator[str]:
    """The digest of `words` under each key, the one that seals first: 64 hexadecimal digits.

    Without the keys nobody tries words against a digest, were they as few as receipts are.
    """
    for key in settings.OSE_IDENTITY_KEYS:
        yield hmac.new(_derived(key, purpose), words.encode(), hashlib.sha256).hexdigest()


def _opened(key: bytes, rest: str, place: str) -> str:
    try:
        held = base64.urlsafe_b64decode(rest)
        cipher = AESGCM(_derived(key, "seal"))
        return cipher.decrypt(held[:NONCE], held[NONCE:], place.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise NotOurs("altered, or moved") from error


def _derived(key: bytes, purpose: str) -> bytes:
    """A key for one purpose, so that what is shown of one says nothing of another."""
    return hmac.new(key, f"ose.{purpose}".encode(), hashlib.sha256).digest()
