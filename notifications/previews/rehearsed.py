"""The letters that an act would send, to whom, read while it is rehearsed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from notifications.letters.writing import letter_to, shown_stop_url
from notifications.preferences.enums import Pace
from notifications.preferences.models import Preference
from notifications.words import words_of
from workflows.mail.letters import Letter
from workflows.outbox.events import Event, Target
from workflows.outbox.notices import Addressee, addressees_of
from workflows.outbox.rehearsal import rehearse


@dataclass(frozen=True, slots=True)
class Preview:
    """A letter as its first reader would get it, and all those to whom it goes.

    `weekly` are the names of those who would read of it
    on Monday, `rung` of those whom the bell alone would tell.
    """

    subject: str
    body: str
    html: str
    readers: tuple[str, ...]
    weekly: tuple[str, ...]
    rung: tuple[str, ...]
    attached: str

    @classmethod
    def of(cls, letter: Letter, paces: Mapping[Any, Pace]) -> "Preview":
        """`letter`, which goes to each of these people at their pace."""

        def at(pace: Pace) -> list[Any]:
            return [user for user, chosen in paces.items() if chosen == pace]

        return cls(
            subject=letter.subject,
            body=letter.body,
            html=letter.html,
            readers=tuple(f"{user} ({user.email})" for user in at(Pace.AT_ONCE)),
            weekly=tuple(str(user) for user in at(Pace.WEEKLY)),
            rung=tuple(str(user) for user in at(Pace.NEVER)),
            attached=letter.calendar.filename if letter.calendar else "",
        )


def letters_of(act: Callable[[], object]) -> list[Preview]:
    """What `act` would send by e-mail. Nothing is done, nothing is sent."""
    return rehearse(act, lambda events: [found for event in events for found in _told_by(event)])


def _told_by(event: Event) -> Iterable[Preview]:
    target = Target.of(event)
    by_template: dict[str, list[Addressee]] = {}
    for one in addressees_of(target):
        if one.notice.email and one.notice.holds(target):
            by_template.setdefault(one.notice.template, []).append(one)
    for addressees in by_template.values():
        notice = addressees[0].notice
        users = [one.user for one in addressees]
        paces = {user: Preference.objects.pace(user, notice.category) for user in users}
        stop_url = shown_stop_url(notice.category)
        letter = letter_to(users[0], words_of(notice, target), event.key, stop_url=stop_url)
        yield Preview.of(letter, paces)
