"""A session in the calendars of its members: published, and cancelled, never answered there.

Who attends is said in the room. See docs/decisions/0032.
"""

from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from committee.sessions.models import Session
from workflows.mail.icalendar import Calendar, Meeting, calendar_of
from workflows.outbox.events import Target
from workflows.presentation.links import absolute

FILENAME = "seance.ics"
# A session says when it begins, not when it ends: a calendar has to keep some time free.
USUAL_LENGTH = timedelta(hours=2)


def calendar_of_session(session: Session, *, at: datetime | None = None) -> Calendar:
    """The file that puts `session` in a calendar, or takes it out once it is cancelled.

    Its sequence counts what was ever written of the session and of its agenda: it grows with each
    change, and no column has to follow.
    """
    items = session.items.model.history.filter(session_id=session.pk)
    host = urlsplit(settings.OSE_BASE_URL).hostname or "localhost"
    meeting = Meeting(
        uid=f"session-{session.pk}@{host}",
        sequence=session.history.count() + items.count(),
        starts_at=session.starts_at,
        lasts=USUAL_LENGTH,
        summary=f"{session.body}\u00a0: séance",
        place=session.place,
        description="\n".join(_description(session)),
        url=absolute(session.get_absolute_url()),
        organiser=(parseaddr(settings.DEFAULT_FROM_EMAIL)[0], settings.OSE_CONTACT_EMAIL),
        stamped_at=at or timezone.now(),
        cancelled=session.is_cancelled,
    )
    return calendar_of(meeting, FILENAME)


def session_calendar(target: Target) -> Calendar:
    """The file of the session that `target` is about."""
    return calendar_of_session(target.subject)


def agenda_calendar(target: Target) -> Calendar:
    """The file of the session whose agenda `target` changed."""
    return calendar_of_session(target.subject.session)


def _description(session: Session) -> list[str]:
    items = session.items.listed().select_related("case")
    agenda = [f"{item.position}. {item.case.title}" for item in items]
    page = f"Dossiers et salle\u00a0: {absolute(session.get_absolute_url())}"
    return [*(["Ordre du jour\u00a0:", *agenda, ""] if agenda else []), page]
