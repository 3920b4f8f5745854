"""The mailbox where letters come back, read by IMAP."""

import imaplib
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings

logger = logging.getLogger(__name__)
TIMEOUT = 10  # seconds that a server may stay silent
MOST = 200  # messages at once: the next run reads on
LARGEST = 1024 * 1024  # bytes: a report holds one letter of ours at most
SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


def is_set() -> bool:
    """Whether the site has such a mailbox."""
    return bool(settings.OSE_BOUNCES["host"])


@contextmanager
def opened() -> Iterator[Any]:
    """The folder of the mailbox; OSError or imaplib's error when it cannot be opened."""
    box = settings.OSE_BOUNCES
    server = imaplib.IMAP4_SSL(box["host"], box["port"], timeout=TIMEOUT)
    try:
        server.login(box["user"], box["password"])
        _ask(server.select(box["folder"]))
        yield server
    finally:
        # imaplib leaves the socket open when the server hung up.
        for leave in (server.logout, server.shutdown):
            with suppress(OSError, imaplib.IMAP4.error):
                leave()


def unread(server: Any) -> Iterator[tuple[bytes, bytes]]:
    """The number of each message that nobody has read, and its bytes: none for one too large."""
    [found] = _ask(server.uid("SEARCH", "UNSEEN"))
    for number in found.split()[:MOST]:
        [sizes] = _ask(server.uid("FETCH", number, "(RFC822.SIZE)"))
        told = SIZE.search(sizes if isinstance(sizes, bytes) else sizes[0])
        if told is None or int(told[1]) > LARGEST:
            yield number, b""
            continue
        answer = _ask(server.uid("FETCH", number, "(BODY.PEEK[])"))
        yield number, next((part[1] for part in answer if isinstance(part, tuple)), b"")


def mark_read(server: Any, number: bytes) -> None:
    _ask(server.uid("STORE", number, "+FLAGS", r"(\Seen)"))


def _ask(answer: tuple[str, list[Any]]) -> list[Any]:
    kind, data = answer
    if kind != "OK":
        raise imaplib.IMAP4.error(f"the mailbox answers {kind}: {data}")
    return data
