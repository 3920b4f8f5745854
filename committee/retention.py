"""How long the committee keeps who voted what, and its minutes."""

from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import TruncDate

from committee.sessions.enums import SessionState
from committee.sessions.models import Session
from committee.voting.models import Ballot, VotingRound
from directory.retention.registry import RetentionRule, retention


def _with_names() -> "QuerySet[Any]":
    """The rounds whose ballots still stand with those who cast them."""
    ballots = Ballot.objects.filter(round=OuterRef("pk"))
    return VotingRound.objects.filter(Exists(ballots)).select_related("item__session", "item__case")


def _named(row: VotingRound) -> tuple[str, str]:
    return f"{row.item.case}, {row}", row.item.session.get_absolute_url()


retention(
    RetentionRule(
        key="named_votes",
        title="Votes nominatifs",
        does="Qui a voté quoi serait effacé. Le décompte, scellé, reste.",
        why="Un vote nominatif se garde le temps d’en rendre compte, puis seul son total compte.",
        rows=_with_names,
        months=settings.OSE_RETENTION["named_votes_months"],
        since=TruncDate("closed_at"),
        named=_named,
    )
)
retention(
    RetentionRule(
        key="minutes",
        title="Procès-verbaux",
        does="Rien\u00a0: ils se gardent aussi longtemps que l’instance existe.",
        why="Ils disent ce qui a été décidé, et par qui.",
        rows=Session.objects.filter(state=SessionState.MINUTED).all,
    )
)
