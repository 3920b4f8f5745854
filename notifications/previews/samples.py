"""A sample of each kind of letter: with the last real object it was about, or a made-up one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.urls import reverse

from directory.accounts.letters import KINDS
from directory.delays.catalogue import CATALOGUE
from notifications.letters.writing import letter_to, shown_stop_url
from notifications.previews.blanks import NAME, PERSON, Blank
from notifications.words import Words, words_in, words_of
from workflows.history import Audited
from workflows.mail.letters import Letter, written
from workflows.outbox.events import Event, Target, event_name
from workflows.outbox.notices import Category, Notice, all_notices, events_of
from workflows.presentation.links import absolute

# What the letters about an account say, made up.
ACCOUNT_FACTS: dict[str, Any] = {
    **dict.fromkeys(("email", "added_email", "deleted_email", "to_email"), "camille@exemple.fr"),
    "from_email": "c.martin@exemple.fr",
    **dict.fromkeys(("activate_url", "password_reset_url", "link"), "/…"),
    "invitation": Blank(NAME),
    "recognition": Blank(NAME),
    "sender": PERSON,
    "message": "Nous cherchons à être accompagnés pour notre première démarche.",
    "ip": "192.0.2.1",
    "user_agent": "Firefox",
    "timestamp": Blank(NAME),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter: what it says, after which event."""

    event: str
    notice: Notice
    title: str

    @property
    def url(self) -> str:
        return reverse("notifications:sample", args=[self.event, self.notice.template])


def account_letters() -> dict[str, Letter]:
    """A sample of each letter about an account, by its name."""
    return {name: written(template, ACCOUNT_FACTS, name) for name, template in KINDS.items()}


def kinds() -> dict[Category, list[Kind]]:
    """Every kind of letter that an event sends, by its nature, in the order of `Category`."""
    found: dict[str, Kind] = {}
    for event, notices in all_notices().items():
        for notice in notices:
            if notice.email and notice.template not in found:
                found[notice.template] = Kind(event, notice, blank_words(notice).subject)
    return {
        category: listed
        for category in Category
        if (listed := [kind for kind in found.values() if kind.notice.category == category])
    }


def notice_named(event: str, template: str) -> Notice | None:
    """The notice of `event` that is said, by e-mail too, in the words of `template`."""
    said = all_notices().get(event, ())
    return next((one for one in said if one.template == template and one.email), None)


def sample_of(event: str, notice: Notice, *, reader: Any) -> tuple[Letter, bool]:
    """The letter of `notice` as `reader` would get it, and whether it is about something real."""
    real = next(_last_told(event), None)
    words = words_of(notice, real) if real else blank_words(notice)
    letter = letter_to(reader, words, event, stop_url=shown_stop_url(notice.category))
    return letter, real is not None


def _last_told(event: str) -> Iterator[Target]:
    """What the last such event was about, as long as it is still as the event left it."""
    model = model_of(event)
    if not issubclass(model, Audited):
        return
    action = event.partition(".")[2]
    row = model.history.filter(transition=action).order_by("-history_id").first()
    if row is None:
        return
    told = Event(
        event, model._meta.label_lower, row.id, row.history_id, getattr(row, "state", ""), row.actor
    )
    target = Target.of(told)
    if target.current:
        yield target


def model_of(event: str) -> Any:
    """The model on which `event` happens; KeyError for none."""
    known = {
        event_name(model, action): model
        for model in apps.get_models()
        for action in events_of(model)
    }
    return known[event]


def blank_words(notice: Notice) -> Words:
    """`notice` about something made up."""
    blank = Blank(NAME)
    context = {
        "object": blank,
        "by": PERSON,
        "reason": "Le motif que vous aurez écrit.",
        "at": blank,
        "delays": {known.key: known.first for known in CATALOGUE},
        "site": absolute(""),
        "contact": settings.OSE_CONTACT_EMAIL,
    }
    return words_in(notice, context, "/")
