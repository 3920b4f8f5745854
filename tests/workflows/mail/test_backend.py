"""A letter that was given and not acknowledged may have left; one that was not given has not."""

import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.mail import EmailMessage

from workflows.mail.backend import EmailBackend, Unacknowledged

pytestmark = pytest.mark.once


@contextmanager
def server(*, hangs_up_at: bytes, answer: bytes = b"") -> Iterator[int]:
    """A mail server that answers `answer`, or hangs up, at the command `hangs_up_at`; its port."""
    line = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        connection, _ = line.accept()
        with connection, connection.makefile("rwb", buffering=0) as talk:
            talk.write(b"220 ready\r\n")
            in_text = False
            for heard in talk:
                end = heard == b".\r\n"
                if in_text and not end:
                    continue
                if heard.upper().startswith(hangs_up_at):
                    talk.write(answer)
                    return
                in_text = heard.upper().startswith(b"DATA")
                talk.write(b"354 go on\r\n" if in_text else b"250 well\r\n")

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield line.getsockname()[1]
    finally:
        thread.join(10)
        line.close()


def send(port: int) -> None:
    backend = EmailBackend(host="127.0.0.1", port=port, timeout=5, use_tls=False)
    backend.send_messages([EmailMessage("Objet", "Texte", "a@cress.example", ["b@cress.example"])])


def test_a_server_that_hangs_up_after_the_text_may_have_taken_it():
    with server(hangs_up_at=b".\r\n") as port, pytest.raises(Unacknowledged):
        send(port)


def test_a_server_that_hangs_up_before_has_not():
    with (
        server(hangs_up_at=b"RCPT") as port,
        pytest.raises(smtplib.SMTPServerDisconnected),
    ):
        send(port)


def test_a_text_that_is_refused_is_refused():
    with (
        server(hangs_up_at=b".\r\n", answer=b"554 no\r\n") as port,
        pytest.raises(smtplib.SMTPDataError),
    ):
        send(port)
