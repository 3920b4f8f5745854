"""What is said of an event, read as whoever receives it."""

import re
from typing import Any

from notifications.words import Words, words_of
from workflows.outbox.events import Event, Target
from workflows.outbox.notices import Notice, notices_of


def notice(event: str, template: str) -> Notice:
    """The notice of `event` that is said in the words of `template`."""
    return next(item for item in notices_of(event) if item.template == template)


def target_of(name: str, subject: Any) -> Target:
    """What the event `name` would be about, had it happened to `subject`."""
    state = getattr(subject, "state", "")
    event = Event(name, subject._meta.label_lower, subject.pk, 0, state, "system:tests")
    return Target.about(subject, event)


def read(name: str, subject: Any) -> list[Words]:
    """Every notice of the event `name` about `subject`, checked for the rules of our French."""
    said = [words_of(item, target_of(name, subject)) for item in notices_of(name)]
    for words in said:
        text = "\n".join([words.subject, words.summary, words.details])
        assert words.subject
        assert words.summary
        assert words.url
        assert not re.search(r"[^\u00a0][:;?»](\s|$)|«[^\u00a0]|!|veuillez", text), text
        assert "None" not in text
    return said
