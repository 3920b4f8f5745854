"""The ClamAV client against a real socket server that speaks clamd's side of the protocol."""

import io
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from workflows.files.clamav import ScannerUnavailable, ScanResult, ScanSizeExceeded, scan

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SIZE_LIMIT_REPLY = b"INSTREAM size limit exceeded. ERROR\0"


class Clamd:
    """One connection of a daemon: reads a command, its chunks, and answers with ``behave``."""

    def __init__(self, listener: socket.socket, behave: Callable[["Clamd"], None]) -> None:
        self.listener, self.behave = listener, behave
        self.command, self.terminated = b"", False
        self.chunks: list[bytes] = []
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    @property
    def received(self) -> bytes:
        return b"".join(self.chunks)

    def serve(self) -> None:
        try:
            self.connection, _ = self.listener.accept()
        except OSError:
            return
        with self.connection, self.connection.makefile("rb") as self.incoming:
            self.behave(self)

    def read_command(self) -> None:
        while not self.command.endswith(b"\0"):
            self.command += self.incoming.read(1)

    def read_chunks(self, *, limit: int | None = None) -> None:
        while length := struct.unpack("!I", self.incoming.read(4))[0]:
            self.chunks.append(self.incoming.read(length))
            if limit is not None and len(self.received) > limit:
                return
        self.terminated = True

    def answer(self, reply: bytes) -> None:
        self.connection.sendall(reply)


@contextmanager
def clamd(behave: Callable[[Clamd], None], path: str | None = None) -> Iterator[tuple[Clamd, str]]:
    family = socket.AF_UNIX if path else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.bind(path or ("127.0.0.1", 0))
        listener.listen(1)
        daemon = Clamd(listener, behave)
        yield daemon, path or "{}:{}".format(*listener.getsockname())
        daemon.thread.join(5)
        assert not daemon.thread.is_alive()


def scanning(daemon: Clamd) -> None:
    daemon.read_command()
    daemon.read_chunks()
    infected = EICAR in daemon.received
    daemon.answer(b"stream: Eicar-Test-Signature FOUND\0" if infected else b"stream: OK\0")


def replying(reply: bytes) -> Callable[[Clamd], None]:
    def behave(daemon: Clamd) -> None:
        daemon.read_command()
        daemon.read_chunks()
        daemon.answer(reply)

    return behave


def test_a_clean_file_arrives_whole_in_length_prefixed_chunks():
    content = bytes(range(256)) * 1000
    stream = io.BytesIO(content)
    stream.seek(99)
    with clamd(scanning) as (daemon, address):
        assert scan(stream, address, timeout=5) == ScanResult(clean=True, signature=None)
    assert daemon.command == b"zINSTREAM\0"
    assert daemon.received == content
    assert len(daemon.chunks) > 1
    assert daemon.terminated
    assert stream.tell() == 0


def test_a_virus_is_named():
    with clamd(scanning) as (_, address):
        result = scan(io.BytesIO(b"before" + EICAR), f"tcp://{address}", timeout=5)
    assert result == ScanResult(clean=False, signature="Eicar-Test-Signature")


@pytest.mark.parametrize("prefix", ["", "unix://"])
def test_a_unix_socket_works_like_tcp(tmp_path, prefix):
    with clamd(scanning, path=str(tmp_path / "clamd.ctl")) as (_, address):
        assert scan(io.BytesIO(EICAR), prefix + address, timeout=5).clean is False


def test_an_empty_file_is_a_terminator_alone():
    with clamd(scanning) as (daemon, address):
        assert scan(io.BytesIO(), address, timeout=5).clean
    assert daemon.chunks == []
    assert daemon.terminated


def test_the_size_limit_is_told_apart():
    with clamd(replying(SIZE_LIMIT_REPLY)) as (_, address), pytest.raises(ScanSizeExceeded):
        scan(io.BytesIO(b"x" * 1000), address, timeout=5)


def test_a_daemon_that_answers_then_hangs_up_mid_stream_gives_no_clean_verdict():
    def behave(daemon: Clamd) -> None:
        daemon.read_command()
        daemon.read_chunks(limit=100_000)
        daemon.answer(SIZE_LIMIT_REPLY)

    stream = io.BytesIO(b"x" * 20_000_000)
    with clamd(behave) as (_, address), pytest.raises(ScannerUnavailable):
        scan(stream, address, timeout=5)
    assert stream.tell() == 0


def test_the_reply_is_still_read_when_the_daemon_stops_reading_first(tmp_path):
    """On a Unix socket the next write fails at once, while the reply stays readable."""

    def behave(daemon: Clamd) -> None:
        daemon.read_command()
        daemon.read_chunks(limit=100_000)
        daemon.answer(SIZE_LIMIT_REPLY)
        daemon.connection.shutdown(socket.SHUT_RD)

    with (
        clamd(behave, path=str(tmp_path / "clamd.ctl")) as (_, address),
        pytest.raises(ScanSizeExceeded),
    ):
        scan(io.BytesIO(b"x" * 5_000_000), address, timeout=5)


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"stream: OK",
        b"\0",
        b"\xff\xfe\0",
        b"stream: OK maybe\0",
        b"stream:  FOUND\0",
        b"UNKNOWN COMMAND\0",
        b"stream: Can't allocate memory ERROR\0",
        b"stream: OK\0stream: Eicar FOUND\0",
        b"x" * 10_000 + b"\0",
    ],
)
def test_anything_but_a_verdict_is_never_clean(reply):
    with clamd(replying(reply)) as (_, address), pytest.raises(ScannerUnavailable):
        scan(io.BytesIO(b"x"), address, timeout=5)


def test_a_connection_dropped_at_once_is_no_verdict():
    with clamd(lambda daemon: None) as (_, address), pytest.raises(ScannerUnavailable):
        scan(io.BytesIO(b"x" * 5_000_000), address, timeout=5)


def test_a_reply_in_pieces_is_put_together():
    def behave(daemon: Clamd) -> None:
        daemon.read_command()
        daemon.read_chunks()
        for part in (b"stre", b"am: O", b"K\0"):
            daemon.answer(part)
            time.sleep(0.02)

    with clamd(behave) as (_, address):
        assert scan(io.BytesIO(b"x"), address, timeout=5).clean


def test_a_silent_daemon_is_given_up_within_the_time_in_all():
    """Each part of the reply comes within the limit; their sum does not."""

    def behave(daemon: Clamd) -> None:
        daemon.read_command()
        daemon.read_chunks()
        try:
            for _ in range(20):
                daemon.answer(b"s")
                time.sleep(0.1)
        except OSError:
            pass

    started = time.monotonic()
    with clamd(behave) as (_, address):
        with pytest.raises(ScannerUnavailable, match=r"too long|timed out"):
            scan(io.BytesIO(b"x"), address, timeout=0.4)
        assert time.monotonic() - started < 1.5


def test_nobody_listening_is_no_verdict(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ScannerUnavailable):
        scan(io.BytesIO(b"x"), f"127.0.0.1:{port}", timeout=1)
    with pytest.raises(ScannerUnavailable):
        scan(io.BytesIO(b"x"), str(tmp_path / "absent.ctl"), timeout=1)


@pytest.mark.parametrize("address", ["", "ftp://host:21", "unix://", "host:port"])
def test_an_unreadable_address_is_a_configuration_error(address):
    with pytest.raises(ValueError, match=r"address|[Pp]ort"):
        scan(io.BytesIO(b"x"), address, timeout=1)
