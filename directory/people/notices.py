"""What is told of the team of the CRESS, and to it."""

from typing import Any

from django.db.models import Q, QuerySet

from directory.people.enums import CressGroup
from directory.people.models import TeamRole
from workflows.access import CaseRules
from workflows.models import Message
from workflows.outbox.notices import Category, Notice, access, its_user, tell


def readers_of_message(message: Message) -> "QuerySet[Any]":
    """Its correspondents; of the CRESS, once someone is in charge, that person alone."""
    case = message.case
    readers = CaseRules.correspond.users(case)
    if case.assignee_id is None:
        return readers
    return readers.exclude(Q(groups__name__in=CressGroup.values) & ~Q(pk=case.assignee_id))


tell(
    TeamRole,
    {
        "join": [access("teamrole_join", its_user)],
        "leave": [access("teamrole_leave", its_user)],
    },
)
# Here and not in the engine, which knows nobody's team.
tell(Message, {"post": [Notice("message_post", readers_of_message, Category.MESSAGES)]})
