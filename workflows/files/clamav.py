"""A client of the ClamAV daemon: send the bytes, read the verdict.

Source: clamd(8), command INSTREAM. After ``zINSTREAM`` and a NUL come chunks, each behind its
length as a 32-bit big-endian integer; a chunk of length zero ends them; the reply ends with a
NUL. Whatever is not a clear verdict is an error: a file that was not scanned is never clean.
"""

import re
import socket
import struct
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import IO
from urllib.parse import urlsplit

CHUNK = 64 * 1024
MAX_REPLY = 4096
DEFAULT_PORT = 3310
REPLY = re.compile(r"stream: (?:(?P<clean>OK)|(?P<signature>[^\0]+) FOUND)")
SIZE_LIMIT = "INSTREAM size limit exceeded"


class ScannerUnavailable(Exception):
    """The scanner gave no verdict: unreachable, too slow, cut short, or not understood."""


class ScanSizeExceeded(ScannerUnavailable):
    """The file is larger than the daemon's ``StreamMaxLength``: trying again will not help."""


@dataclass(frozen=True, slots=True)
class ScanResult:
    """The verdict; ``signature`` names the threat, and is ``None`` exactly when clean."""

    clean: bool
    signature: str | None


def scan(stream: IO[bytes], address: str, timeout: float) -> ScanResult:
    """Have the daemon at ``address`` scan the whole stream, within ``timeout`` seconds in all.

    ``address`` is ``host:port``, ``tcp://host:port``, ``unix:///path`` or an absolute path. The
    stream is read from its start and rewound. Raises ``ScannerUnavailable`` when there is no
    verdict, its subclass ``ScanSizeExceeded`` when the daemon finds the file too large, and
    ``ValueError`` when the address cannot be read.
    """
    target = _target(address)
    deadline = time.monotonic() + timeout
    stream.seek(0)
    try:
        with _connect(target, deadline) as connection:
            # The daemon hangs up as soon as the size limit is passed: its reply says so.
            with suppress(BrokenPipeError, ConnectionResetError):
                _send(connection, stream, deadline)
            return _verdict(_receive(connection, deadline))
    except OSError as error:
        raise ScannerUnavailable(f"no answer from the scanner at {address}: {error}") from error
    finally:
        stream.seek(0)


def _target(address: str) -> str | tuple[str, int]:
    """Return a socket path, or a host and a port."""
    if address.startswith("/"):
        return address
    parts = urlsplit(address if "://" in address else f"tcp://{address}")
    if parts.scheme == "unix" and parts.path:
        return parts.path
    if parts.scheme == "tcp" and parts.hostname:
        return parts.hostname, parts.port or DEFAULT_PORT
    raise ValueError(f"not the address of a ClamAV daemon: {address!r}")


def _connect(target: str | tuple[str, int], deadline: float) -> socket.socket:
    if isinstance(target, tuple):
        return socket.create_connection(target, timeout=_remaining(deadline))
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(_remaining(deadline))
        connection.connect(target)
    except OSError:
        connection.close()
        raise
    return connection


def _send(connection: socket.socket, stream: IO[bytes], deadline: float) -> None:
    connection.sendall(b"zINSTREAM\0")
    while chunk := stream.read(CHUNK):
        connection.settimeout(_remaining(deadline))
        connection.sendall(struct.pack("!I", len(chunk)) + chunk)
    connection.settimeout(_remaining(deadline))
    connection.sendall(struct.pack("!I", 0))


def _receive(connection: socket.socket, deadline: float) -> str:
    reply = b""
    while not reply.endswith(b"\0"):
        connection.settimeout(_remaining(deadline))
        part = connection.recv(MAX_REPLY)
        if not part:
            raise ScannerUnavailable("the scanner hung up before its verdict")
        reply += part
        if len(reply) > MAX_REPLY:
            raise ScannerUnavailable("the scanner's reply is too long to be a verdict")
    return reply.rstrip(b"\0").decode("utf-8", errors="replace").strip()


def _verdict(reply: str) -> ScanResult:
    if SIZE_LIMIT in reply:
        raise ScanSizeExceeded(reply)
    match = REPLY.fullmatch(reply)
    if match is None:
        raise ScannerUnavailable(f"not a verdict: {reply!r}")
    return ScanResult(clean=match["clean"] is not None, signature=match["signature"])


def _remaining(deadline: float) -> float:
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise TimeoutError("the scanner takes too long")
    return remaining
