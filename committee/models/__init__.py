"""The body that decides, its sessions, and its votes."""

from committee.models.agenda import AgendaItem
from committee.models.body import Body, College, Mandate
from committee.models.session import Attendance, Session
from committee.models.voting import Ballot, Decision, Recusal, VotingRound

__all__ = [
    "AgendaItem",
    "Attendance",
    "Ballot",
    "Body",
    "College",
    "Decision",
    "Mandate",
    "Recusal",
    "Session",
    "VotingRound",
]
