"""What whoever listens to the room is told as it changes, and what tells one moment from the next.

The page says a sentence aloud when it is no longer the one that was said: so each says all.
"""

from committee.room.focus import Face, Focus
from committee.room.page import Room
from committee.voting.enums import CASTABLE
from workflows.presentation.french import format_time

WORDS = {choice.value: choice.label.lower() for choice in CASTABLE}


def news(room: Room) -> str:
    """What has become of the session, or of the item shown: « Vote ouvert : Le Bon Tri. »"""
    if room.why_closed or room.focus is None:
        return room.why_closed or "La séance est ouverte."
    focus = room.focus
    title = focus.item.case.title
    match focus.face:
        case Face.VOTING:
            return f"Vote ouvert\u00a0: {title}. {focus.question}"
        case Face.STOPPED:
            return focus.why_stopped
        case Face.COUNTED:
            return f"{focus.badge[2]}\u00a0: {title}. {_count(focus)}"
        case Face.DECIDED:
            return f"{focus.verdict_title}\u00a0: {title}. {_count(focus)}"
        case Face.DEFERRED:
            return f"Point reporté\u00a0: {title}."
    return f"Point à venir\u00a0: {title}."


def own_news(room: Room) -> str:
    """What is recorded of this person's vote, or that it is awaited."""
    ballot = room.my_ballot
    if ballot is not None:
        answer, at = WORDS[ballot.choice], format_time(ballot.cast_at)
        return f"Votre vote est enregistré à {at}\u00a0: {answer}."
    return "Votre vote est attendu." if room.is_reminded else ""


def presence_news(room: Room) -> str:
    """That this person is recorded as present."""
    here = room.tells_presence and room.me is not None and room.me.present
    return "Votre présence est enregistrée." if here else ""


def moment(room: Room) -> str:
    """Changes with the session, the item shown and its vote: what was said before is then past."""
    focus = room.focus
    if focus is None:
        return room.session.state
    round_ = focus.round.pk if focus.round else 0
    return f"{room.session.state}-{focus.item.pk}-{focus.face}-{round_}"


def _count(focus: Focus) -> str:
    return focus.result.sentence if focus.result else ""
