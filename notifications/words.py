"""The words of a notice, for the bell and for the e-mail.

The first line of its template is the subject, the second the sentence that the bell shows too, the
rest is for the e-mail. `{% action %}` names what to do of it, and where: the bell leads there too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from directory.delays.in_force import delays
from workflows.mail.icalendar import Calendar
from workflows.mail.source import Action, draft_of
from workflows.outbox.events import Target
from workflows.outbox.notices import Notice
from workflows.pages.timeline import actor_names
from workflows.presentation.lines import one_line
from workflows.presentation.links import absolute

# What the button says when the template names nothing else.
READ = "Ouvrir la page"


@dataclass(frozen=True, slots=True)
class Words:
    """A notice in words: `subject` and `summary` are one line each, `details` any number.

    `url` is the path of the page where one acts, `action` what one does there; `calendar` is a
    file that goes with the e-mail.
    """

    subject: str
    summary: str
    details: str
    url: str
    action: str = READ
    calendar: Calendar | None = None


def words_of(notice: Notice, target: Target) -> Words:
    """Say `notice` of `target`."""
    actor = target.event.actor
    context = {
        "object": target.subject,
        "by": _lazily(lambda: actor_names([actor])[actor]),
        "reason": _lazily(lambda: _proven(target, "reason") or ""),
        "at": _lazily(lambda: _proven(target, "history_date")),
        "delays": _lazily(delays),
        "site": absolute(""),
        "contact": settings.OSE_CONTACT_EMAIL,
    }
    calendar = notice.calendar(target) if notice.calendar else None
    return words_in(notice, context, target.url, calendar)


def words_in(
    notice: Notice, context: dict[str, Any], page: str, calendar: Calendar | None = None
) -> Words:
    """Say `notice` from what its template finds in `context`; `page` shows what it is about."""
    draft = draft_of(template_of(notice), context)
    subject, _, rest = draft.text.partition("\n")
    summary, _, details = rest.strip().partition("\n")
    action = draft.action or Action(READ, page)
    return Words(
        one_line(subject),
        one_line(summary),
        details.strip(),
        action.url or page,
        action.label,
        calendar,
    )


def template_of(notice: Notice) -> str:
    return f"notifications/email/{notice.template}.txt"


def _proven(target: Target, column: str) -> Any:
    """What the row that proves the event says of it: `reason`, the words given; `history_date`."""
    rows = type(target.subject).history.filter(history_id=target.event.history_id)
    return rows.values_list(column, flat=True).first()


def _lazily(value: Callable[[], object]) -> Any:
    """A value that costs its query only in the templates that show it."""
    return SimpleLazyObject(value)
