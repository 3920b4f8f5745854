"""Django's SMTP, which also tells a letter that did not leave from one that may have left."""

import smtplib
from typing import Any

from django.core.mail.backends import smtp


class Unacknowledged(smtplib.SMTPException):
    """The letter was given, and the server did not say whether it takes it."""


class _Telling:
    def data(self, msg: Any) -> tuple[int, bytes]:
        """Give the letter; raises Unacknowledged when nothing answers."""
        try:
            answer: tuple[int, bytes] = super().data(msg)  # type: ignore[misc]
        except smtplib.SMTPResponseException:
            raise
        except OSError as error:
            raise Unacknowledged("given, and not acknowledged") from error
        return answer


class _Plain(_Telling, smtplib.SMTP):
    pass


class _OverTls(_Telling, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    """Sends by SMTP; raises Unacknowledged where nobody knows whether the letter left."""

    @property
    def connection_class(self) -> Any:
        return _OverTls if self.use_ssl else _Plain
