"""What is told of a vote under way, to those who have not voted."""

from django.db.models import QuerySet

from committee.sessions.models import AgendaItem
from committee.voting.conflicts import awaited
from directory.people.models import User
from workflows.outbox.notices import sitting, tell


def those_awaited(item: AgendaItem) -> "QuerySet[User]":
    """Those present whose ballot is still missing when they are told."""
    return User.objects.filter(pk__in=awaited(item).values("user"))


tell(
    AgendaItem,
    {"remind_voters": [sitting("agendaitem_remind_voters", those_awaited, asks=True, email=False)]},
)
