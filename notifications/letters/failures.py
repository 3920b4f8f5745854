"""What the failure of a letter means: of the server, of one recipient, or nobody knows."""

from dataclasses import dataclass
from smtplib import (
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPHeloError,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from notifications.letters.enums import DeliveryStatus
from workflows.mail.backend import Unacknowledged
from workflows.presentation.lines import one_line

# These say nothing of one letter: the next would meet the same.
OF_THE_SERVER = (SMTPAuthenticationError, SMTPConnectError, SMTPHeloError, SMTPSenderRefused)
CLOSING = 421  # RFC 5321, 3.8: « service not available, closing transmission channel »
FINAL = 500
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Failure:
    """What a letter becomes, in which words; `server_down`: what follows it waits as well."""

    status: DeliveryStatus
    problem: str
    server_down: bool = False


def failure_of(error: OSError) -> Failure:
    """What `error`, raised while a letter was being sent, means for it."""
    if isinstance(error, Unacknowledged):
        return Failure(
            DeliveryStatus.UNCERTAIN,
            "Le serveur a reçu le message sans dire s’il le prend\u00a0: il est peut-être parti.",
        )
    answer = _answer(error)
    if answer is None or answer[0] == CLOSING:
        said = f"\u00a0: {one_line(str(error))[:LONGEST]}" if str(error) else ""
        return Failure(
            DeliveryStatus.DELAYED, f"Le serveur d’envoi ne répond pas{said}", server_down=True
        )
    code, text = answer
    words = f"{code} {one_line(text)}"[:LONGEST]
    if code >= FINAL:
        return Failure(DeliveryStatus.REFUSED, f"Refusé\u00a0: {words}")
    return Failure(DeliveryStatus.DELAYED, f"Pas pour l’instant\u00a0: {words}")


def _answer(error: OSError) -> tuple[int, str] | None:
    """What the server answered about this one letter; None when it is the server that fails."""
    if isinstance(error, SMTPRecipientsRefused):
        [(code, text), *_] = error.recipients.values()
        return code, _text(text)
    if isinstance(error, OF_THE_SERVER):
        return None
    if isinstance(error, SMTPResponseException):
        return error.smtp_code, _text(error.smtp_error)
    return None


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
