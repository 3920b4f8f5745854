"""A letter that says a notice."""

from typing import Any

from django.urls import reverse

from notifications.preferences.enums import MANDATORY
from notifications.preferences.links import stopping_path
from notifications.words import Words
from workflows.mail.letters import Letter
from workflows.mail.source import Action
from workflows.outbox.notices import Category


def letter_to(user: Any, words: Words, key: str, *, stop_url: str = "") -> Letter:
    """The letter that says `words` to `user`, of the event known by `key`."""
    return Letter(
        subject=words.subject,
        text="\n\n".join(part for part in (words.summary, words.details) if part),
        key=f"{key}/{user.pseudonym}",
        action=Action(words.action, words.url),
        first_name=user.first_name,
        choose_url=reverse("notifications:preferences"),
        stop_url=stop_url,
        calendar=words.calendar,
    )


def stop_url(user: Any, *categories: Category) -> str:
    """What stops letters of these in one click, for `user` alone; empty where nothing may."""
    return "" if set(categories) & set(MANDATORY) else stopping_path(user, categories)


def shown_stop_url(category: Category) -> str:
    """Where the same link leads in a copy that somebody else reads: to what they themselves get."""
    return "" if category in MANDATORY else reverse("notifications:preferences")
