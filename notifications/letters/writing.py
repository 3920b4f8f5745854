"""An e-mail that says a notice."""

import hashlib
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from notifications.words import Words, render_text
from workflows.presentation.lines import one_line
from workflows.presentation.links import absolute


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
        body=render_text("notifications/email/letter.txt", context),
        to=[user.email],
        headers={"Message-ID": f"<{digest}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
