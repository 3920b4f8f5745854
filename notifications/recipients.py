"""Who is told, where no policy of that name says it already."""

from typing import Any

from django.db.models import Q, QuerySet

from directory.memberships.models import Membership
from directory.memberships.policies import members_of
from directory.people.enums import CressGroup
from directory.people.models import User
from directory.recognitions.models import Recognition
from workflows.lifecycles import Lifecycle, machine_of
from workflows.models import Message, Task
from workflows.policies import get_policy


def organisation_members(recognition: Recognition) -> "QuerySet[User]":
    """Those who act for the organisation that holds the recognition."""
    return members_of(recognition.organisation_id)


def the_person(role: Any) -> "QuerySet[User]":
    """The person whose membership, mandate or place in the team it is."""
    return User.objects.filter(pk=role.user_id)


def readers_of_message(message: Message) -> "QuerySet[Any]":
    """Its correspondents; of the CRESS, once someone is in charge, that person alone."""
    case = message.case
    readers = get_policy("workflows.correspond").users(case)
    if case.assignee_id is None:
        return readers
    return readers.exclude(Q(groups__name__in=CressGroup.values) & ~Q(pk=case.assignee_id))


def those_who_verify(membership: Membership) -> "QuerySet[User]":
    """The CRESS, when the membership is of a representative whom nobody confirmed yet."""
    if not membership.awaits_verification:
        return User.objects.none()
    return get_policy("directory.membership_verifier").users(membership)


def those_called(session: Any) -> "QuerySet[Any]":
    """Those who sit at the session, once they have been called to it."""
    if session.convened_at is None:
        return User.objects.none()
    return get_policy("committee.member").users(session)


def those_told_of_addition(item: Any) -> "QuerySet[Any]":
    """Those called to the session before `item` joined its agenda."""
    added_at = item.history.order_by("history_id").values_list("history_date", flat=True).first()
    return _called_before(item.session, added_at)


def those_told_of_removal(item: Any) -> "QuerySet[Any]":
    """Those called to the session before `item` left its agenda."""
    return _called_before(item.session, item.closed_at)


def _called_before(session: Any, moment: Any) -> "QuerySet[Any]":
    """Nobody while it is planned, the convocation will tell; nor once cancelled, that is told."""
    if session.convened_at is None or moment <= session.convened_at or session.is_cancelled:
        return User.objects.none()
    return those_called(session)


def those_asked(task: Task) -> "QuerySet[Any]":
    """Those who may perform the transition that the request asks for."""
    subject: Lifecycle = task.process.case.subject
    asked = machine_of(type(subject)).transitions[task.asks]
    return get_policy(asked.law.policy).users(subject)
