"""A letter that says a notice."""

from typing import Any

from django.urls import reverse

from notifications.words import Words
from workflows.mail.letters import Letter
from workflows.mail.source import Action


def letter_to(user: Any, words: Words, key: str) -> Letter:
    """The letter that says `words` to `user`, of the event known by `key`."""
    return Letter(
        subject=words.subject,
        text="\n\n".join(part for part in (words.summary, words.details) if part),
        key=f"{key}/{user.pseudonym}",
        action=Action(words.action, words.url),
        first_name=user.first_name,
        choose_url=reverse("notifications:preferences"),
        calendar=words.calendar,
    )
