"""The keys under which identities are sealed: of 32 bytes each, written in base64."""

import base64
import binascii
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

BYTES = 32


def identity_keys(words: str) -> list[bytes]:
    """The keys that `words` list, separated by commas; the first seals, all of them open.

    ImproperlyConfigured for none, for a key that is not of 32 bytes, and for the same one twice.
    """
    keys = [_key(one.strip()) for one in words.split(",") if one.strip()]
    if not keys or len(keys) != len(set(keys)):
        raise ImproperlyConfigured("OSE_IDENTITY_KEYS lists one key or more, each once.")
    return keys


def kept_in(path: Path) -> list[bytes]:
    """The keys of the file at `path`, which only its owner reads; made if it is not there."""
    if not path.exists():
        drawn = base64.urlsafe_b64encode(secrets.token_bytes(BYTES))
        beside = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as kept:
            kept.write(drawn)
        try:
            os.link(beside, path)  # of two processes that start at once, one gives the key
        except FileExistsError:
            pass
        finally:
            beside.unlink()
    return identity_keys(path.read_text())


def _key(words: str) -> bytes:
    try:
        key = base64.b64decode(words.translate(str.maketrans("-_", "+/")), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != BYTES:
        raise ImproperlyConfigured(
            "OSE_IDENTITY_KEYS: each key is 32 bytes in base64. See docs/production.md."
        )
    return key
