"""Who is told, where no policy of that name says it already."""

from typing import Any

from django.db.models import Q, QuerySet

from directory.enums import CressGroup
from directory.models import Membership, Recognition, User
from directory.policies import members_of
from workflows.lifecycles import Lifecycle, machine_of
from workflows.models import Message, Task
from workflows.policies import get_policy


def organisation_members(recognition: Recognition) -> "QuerySet[User]":
    """Those who act for the organisation that holds the recognition."""
    return members_of(recognition.organisation_id)


def the_member(membership: Membership) -> "QuerySet[User]":
    """The person whose membership it is."""
    return User.objects.filter(pk=membership.user_id)


def readers_of_message(message: Message) -> "QuerySet[Any]":
    """Those who may read the case; of the CRESS, once someone is in charge, that person alone."""
    case = message.case
    readers = get_policy("workflows.read_case").users(case)
    if case.assignee_id is None:
        return readers
    return readers.exclude(Q(groups__name__in=CressGroup.values) & ~Q(pk=case.assignee_id))


def those_called(session: Any) -> "QuerySet[Any]":
    """Those who sit at the session, once they have been called to it."""
    if session.convened_at is None:
        return User.objects.none()
    return get_policy("committee.member").users(session)


def those_asked(task: Task) -> "QuerySet[Any]":
    """Those who may perform the transition that the request asks for."""
    subject: Lifecycle = task.process.case.subject
    asked = machine_of(type(subject)).transitions[task.asks]
    return get_policy(asked.law.policy).users(subject)
