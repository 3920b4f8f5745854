"""A rehearsal: every letter goes to the team, and says for whom it was.

What is sent is made anew: nothing of the letter that names or answers to anybody else goes with it.
"""

import copy
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.html import format_html

from workflows.mail import backend

SUBJECT = "[Répétition] "
SAID = "Répétition\u00a0: cette lettre était pour {}. Personne d’autre que l’équipe ne la reçoit."
# The others name somebody, or act for them: who else reads it, where one answers, what stops it.
KEPT_HEADERS = {"from", "message-id", "auto-submitted", "list-id", "date"}
STYLE = "margin:0; padding:12px 16px; background:#fff3cd; color:#1b292e; font-weight:bold;"
BODY = re.compile(r"<body\b[^>]*>", re.IGNORECASE)


def for_the_team(message: EmailMessage, team: Sequence[str]) -> EmailMessage:
    """`message` to `team` alone, with the addresses that it was for in its words."""
    said = SAID.format(", ".join(message.recipients()))
    made: Any = copy.copy(message)
    made.to, made.cc, made.bcc, made.reply_to = list(team), [], [], []
    made.extra_headers = {
        name: value for name, value in message.extra_headers.items() if name.lower() in KEPT_HEADERS
    }
    made.subject = f"{SUBJECT}{message.subject}"
    made.body = f"{said}\n\n{message.body}"
    if hasattr(message, "alternatives"):
        made.alternatives = [
            part._replace(content=_marked(part.content, said)) for part in message.alternatives
        ]
    return made


def _marked(html: str, said: str) -> str:
    mark = format_html('<p style="{}">{}</p>', STYLE, said)
    marked, found = BODY.subn(lambda body: body[0] + mark, html, count=1)
    return marked if found else mark + html


class ToTheTeam:
    """In front of a backend: whatever is sent goes to `OSE_TEAM_ONLY`.

    Sends nothing, to nobody, when that names nobody.
    """

    def send_messages(self, messages: Iterable[EmailMessage]) -> int:
        team = settings.OSE_TEAM_ONLY
        kept = [for_the_team(message, team) for message in messages] if team else []
        sent: int = super().send_messages(kept)  # type: ignore[misc]
        return sent


class EmailBackend(ToTheTeam, backend.EmailBackend):
    """By SMTP."""
