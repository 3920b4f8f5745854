"""The answer about one recipient is told from a server that is down."""

import smtplib

import pytest

from notifications.letters.failures import failure_of
from workflows.mail.backend import Unacknowledged

pytestmark = pytest.mark.once
TO = "personne@exemple.fr"


@pytest.mark.parametrize(
    ("error", "status", "server_down"),
    [
        (smtplib.SMTPRecipientsRefused({TO: (550, b"no such user")}), "refused", False),
        (smtplib.SMTPRecipientsRefused({TO: (451, b"greylisted")}), "delayed", False),
        (smtplib.SMTPRecipientsRefused({TO: (421, b"closing")}), "delayed", True),
        (smtplib.SMTPDataError(554, b"looks like spam"), "refused", False),
        (smtplib.SMTPDataError(452, b"no room"), "delayed", False),
        (smtplib.SMTPSenderRefused(530, b"sign in", "a@b.fr"), "delayed", True),
        (smtplib.SMTPAuthenticationError(535, b"who?"), "delayed", True),
        (smtplib.SMTPServerDisconnected("gone"), "delayed", True),
        (TimeoutError("timed out"), "delayed", True),
        (ConnectionRefusedError(111, "refused"), "delayed", True),
        (Unacknowledged("given"), "uncertain", False),
    ],
)
def test_what_a_failure_means(error: OSError, status: str, server_down: bool) -> None:
    failure = failure_of(error)
    assert (failure.status, failure.server_down) == (status, server_down)
    assert failure.problem
