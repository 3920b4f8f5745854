"""A letter in its two parts, text and HTML, from one text; and its headers.

The HTML is for every client: tables and inline styles, one button with its address in clear under
it, nothing that is fetched from anywhere. A sheet in its head adds the dark theme, for those that
read one.
"""

import hashlib
from dataclasses import dataclass, field
from email.header import Header
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from workflows.mail.icalendar import Calendar
from workflows.mail.source import Action, blocks_of, draft_of, render_text
from workflows.presentation.lines import one_line
from workflows.presentation.links import absolute

# What a mail client posts to the link of a letter that is stopped in one click (RFC 8058).
ONE_CLICK = ("List-Unsubscribe", "One-Click")


class LetterMessage(EmailMultiAlternatives):
    """Folds a long subject after its first words.

    Django encodes it as if its line began with nothing: the fold then comes before the first word,
    and clients show the subject after a space too many.
    """

    def message(self, *args: Any, **kwargs: Any) -> Any:
        message: Any = super().message(*args, **kwargs)
        if not self.subject.isascii():
            folded = Header(str(self.subject), "utf-8", header_name="Subject").encode()
            message.replace_header("Subject", folded)
        return message


@dataclass(frozen=True, slots=True)
class Letter:
    """What is written to somebody.

    `key` is what its Message-ID follows from: should a crash have it sent twice, mail clients show
    it once. `action` leads to a path of ours, or to an absolute URL. `choose_url` is the page where
    one chooses what one receives; `stop_url`, that which stops its like in one click, empty when
    nothing may.
    """

    subject: str
    text: str
    key: str
    action: Action | None = None
    first_name: str = ""
    choose_url: str = ""
    stop_url: str = ""
    calendar: Calendar | None = field(default=None, repr=False)

    @property
    def body(self) -> str:
        """Its text part."""
        return render_text("mail/letter.txt", self._context())

    @property
    def html(self) -> str:
        """Its HTML part, complete."""
        context = self._context() | {"blocks": list(blocks_of(self.text))}
        return render_to_string("mail/letter.html", context)

    def message_to(self, address: str) -> LetterMessage:
        """The e-mail to `address`, ready to be sent."""
        message = LetterMessage(
            subject=one_line(self.subject),
            body=self.body,
            # Where it comes back, when that is another address than the one that people read.
            from_email=settings.OSE_BOUNCE_ADDRESS or None,
            to=[address],
            reply_to=[settings.OSE_CONTACT_EMAIL],
            headers=self._headers(),
        )
        message.attach_alternative(self.html, "text/html")
        if self.calendar is not None:
            message.attach(self.calendar.filename, self.calendar.text, self.calendar.content_type)
        return message

    def _context(self) -> dict[str, Any]:
        action = self.action and Action(self.action.label, outside(self.action.url))
        return {
            "subject": one_line(self.subject),
            "text": self.text,
            "action": action,
            "first_name": self.first_name,
            "choose_url": outside(self.choose_url) if self.choose_url else "",
            "stop_url": outside(self.stop_url) if self.stop_url else "",
        }

    def _headers(self) -> dict[str, str]:
        host = urlsplit(settings.OSE_BASE_URL).hostname or "localhost"
        headers = {
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": f"<{hashlib.sha256(self.key.encode()).hexdigest()[:32]}@{_domain()}>",
            "Auto-Submitted": "auto-generated",
            "List-ID": f"OSE Pays de la Loire <ose.{host}>",
        }
        if self.stop_url:
            headers["List-Unsubscribe"] = f"<{outside(self.stop_url)}>"
            headers["List-Unsubscribe-Post"] = "=".join(ONE_CLICK)
        return headers


def written(template: str, context: dict[str, Any], key: str) -> Letter:
    """The letter whose words are in `<template>_subject.txt` and `<template>_message.txt`.

    `key` tells it from the others said in the same words.
    """
    draft = draft_of(f"{template}_message.txt", context)
    return Letter(
        subject=render_text(f"{template}_subject.txt", context),
        text=draft.text,
        key=f"{template}/{key}",
        action=draft.action,
    )


def outside(url: str) -> str:
    """`url` as people follow it from their mail."""
    return absolute(url) if url.startswith("/") else url


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2]
