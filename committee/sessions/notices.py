"""What is told of a session and of its agenda, to those who sit at it."""

from typing import Any

from django.db.models import QuerySet

from committee.rulebook import CommitteeRules
from committee.sessions.calendar import agenda_calendar, session_calendar
from committee.sessions.models import AgendaItem, Session
from directory.memberships.policies import members_of
from directory.people.models import User
from workflows.outbox.notices import progress, silence, sitting, tell


def those_called(session: Session) -> "QuerySet[User]":
    """Those who sit at the session, once they have been called to it."""
    if session.convened_at is None:
        return User.objects.none()
    return CommitteeRules.member.users(session)


def those_told_of_addition(item: AgendaItem) -> "QuerySet[User]":
    """Those called to the session before `item` joined its agenda."""
    added_at = item.history.order_by("history_id").values_list("history_date", flat=True).first()
    return _called_before(item.session, added_at)


def those_told_of_removal(item: AgendaItem) -> "QuerySet[User]":
    """Those called to the session before `item` left its agenda."""
    return _called_before(item.session, item.closed_at)


def those_concerned(item: AgendaItem) -> "QuerySet[User]":
    """The people of the organisation that the case of `item` is about."""
    concerned = item.case.subject.concerned_organisation_id
    return User.objects.none() if concerned is None else members_of(concerned)


def _called_before(session: Session, moment: Any) -> "QuerySet[User]":
    """Nobody while it is planned, the convocation will tell; nor once cancelled, that is told."""
    if session.convened_at is None or moment <= session.convened_at or session.is_cancelled:
        return User.objects.none()
    return those_called(session)


tell(
    Session,
    {
        "convene": [
            sitting("session_convene", CommitteeRules.member, asks=True, calendar=session_calendar)
        ],
        "cancel": [sitting("session_cancel", those_called, calendar=session_calendar)],
        "close": [sitting("session_close", CommitteeRules.bureau, email=False)],
        "record_minutes": [sitting("session_record_minutes", CommitteeRules.member)],
    },
)
tell(
    AgendaItem,
    {
        "add": [
            sitting("agendaitem_add", those_told_of_addition, calendar=agenda_calendar),
            progress("agendaitem_add_structure", those_concerned),
        ],
        "reschedule": [progress("agendaitem_reschedule_structure", those_concerned)],
        "remove": [
            sitting("agendaitem_remove", those_told_of_removal, calendar=agenda_calendar),
            progress("agendaitem_remove_structure", those_concerned),
        ],
        "defer": [progress("agendaitem_defer_structure", those_concerned)],
    },
)
silence(Session, "create", why="the convocation tells it")
silence(AgendaItem, "decide", why="the case's own decision tells it")
