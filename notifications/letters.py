"""The words of a notice, for the bell and for the e-mail."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template import Context
from django.template.loader import get_template
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from notifications.catalogue import Notice
from notifications.targets import url_of
from workflows.outbox.events import Event
from workflows.pages.timeline import actor_names
from workflows.presentation.lines import one_line
from workflows.presentation.links import absolute


@dataclass(frozen=True, slots=True)
class Words:
    """A notice in words: `subject` and `summary` are one line each, `details` any number."""

    subject: str
    summary: str
    details: str
    url: str


def words_of(notice: Notice, subject: Any, event: Event) -> Words:
    """Say `notice` of `subject` (see the catalogue for the shape of its template)."""
    context = {
        "object": subject,
        "by": _lazily(lambda: actor_names([event.actor])[event.actor]),
        "reason": _lazily(lambda: proof_of(subject, event, "reason") or ""),
        "at": _lazily(lambda: proof_of(subject, event, "history_date")),
        "delays": settings.OSE_DELAYS,
        "site": absolute(""),
        "contact": settings.OSE_CONTACT_EMAIL,
    }
    text = _render(f"notifications/email/{notice.template}.txt", context)
    first, _, rest = text.partition("\n")
    summary, _, details = rest.strip().partition("\n")
    return Words(one_line(first), one_line(summary), details.strip(), url_of(subject))


def proof_of(subject: Any, event: Event, column: str) -> Any:
    """What the row that proves the change says of it: `reason`, the words given; `history_date`."""
    rows = type(subject).history.filter(history_id=event.history_id)
    return rows.values_list(column, flat=True).first()


def letter_to(user: Any, words: Words, key: str) -> EmailMessage:
    """The e-mail that says `words` to `user`.

    Its Message-ID follows from the event and the person: should a crash have it sent twice, mail
    clients show it once.
    """
    context = {
        "user": user,
        "words": words,
        "url": absolute(words.url),
        "preferences_url": absolute(reverse("notifications:preferences")),
    }
    digest = hashlib.sha256(f"{key}/{user.pseudonym}".encode()).hexdigest()[:32]
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2]
    return EmailMessage(
        subject=one_line(words.subject),
        body=_render("notifications/email/letter.txt", context),
        to=[user.email],
        headers={"Message-ID": f"<{digest}@{domain}>", "Auto-Submitted": "auto-generated"},
    )


def _render(name: str, context: dict[str, Any]) -> str:
    """Render a text: nothing is escaped, for nothing is HTML."""
    template: Any = get_template(name)
    text: str = template.template.render(Context(context, autoescape=False))
    return text.strip()


def _lazily(value: Callable[[], str]) -> Any:
    """A value that costs its query only in the templates that show it."""
    return SimpleLazyObject(value)
