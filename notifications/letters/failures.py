"""What the failure of a letter means: of the server, of one recipient, or nobody knows."""

import re
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
# RFC 3463, 3: what an enhanced code says of an address for good. Not that a mailbox is full, nor
# that a policy refuses us: the address is the right one.
ENHANCED = re.compile(r"\b5\.(\d{1,3}\.\d{1,3})\b")
OF_THE_ADDRESS = ("1.0", "1.1", "1.2", "1.3", "1.4", "1.6", "1.10", "2.1", "4.1", "4.4")
# RFC 5321, 4.2.3: the same, from a server that gives no enhanced code.
PLAIN = re.compile(r"^(550|551|553)\b")


def not_written(error: Exception) -> str:
    """What is said of a letter, or of a line of one, whose words failed."""
    return f"Le message n’a pas pu être écrit\u00a0: {type(error).__name__}."


@dataclass(frozen=True, slots=True)
class Failure:
    """What a letter becomes, in which words; `server_down`: what follows it waits as well;
    `of_the_address`: it is the address that takes nothing.
    """

    status: DeliveryStatus
    problem: str
    server_down: bool = False
    of_the_address: bool = False


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
        condemned = isinstance(error, SMTPRecipientsRefused) and condemns(words)
        return Failure(DeliveryStatus.REFUSED, f"Refusé\u00a0: {words}", of_the_address=condemned)
    return Failure(DeliveryStatus.DELAYED, f"Pas pour l’instant\u00a0: {words}")


def condemns(words: str) -> bool:
    """Whether a server that answers `words` about a recipient says that the address takes nothing.

    By its enhanced code where it gives one, or else by the three digits that it begins with.
    """
    enhanced = ENHANCED.search(words)
    return enhanced[1] in OF_THE_ADDRESS if enhanced else bool(PLAIN.match(words))


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
