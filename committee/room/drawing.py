"""The room as HTML: the pieces that all see alike, drawn once, and what is each one's around them.

The pieces are drawn of the `CommonRoom` alone, without request nor user: whatever their templates
say, nobody's answer, and nobody's form, is there to be drawn.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from committee.bodies.voting_rules import Choice
from committee.room.forms import ProposalForm, ReasonForm, ReasonsForm, RecusalForm
from committee.room.page import CommonRoom, Room
from committee.room.spoken import moment, news, own_news, presence_news
from committee.voting.enums import CASTABLE
from committee.voting.result_display import TONES
from workflows.presentation.forms import draw_field

CHOICE_ICONS = {
    Choice.FOR: "check",
    Choice.AGAINST: "x",
    Choice.ABSTENTION: "minus",
    Choice.BLANK: "square",
}
# value, words, tone and icon of each answer
CHOICES = [
    (choice.value, choice.label, TONES[choice][0], CHOICE_ICONS[choice]) for choice in CASTABLE
]


class Drawn(dict[str, SafeString]):
    """The pieces drawn of one sight of the room, by name, each when it is first asked for.

    Those that are forms are drawn as nobody filled them in; ids are prefixed so that each is
    unique on the page.
    """

    def __init__(self, room: CommonRoom) -> None:
        super().__init__()
        self._room = room

    def __missing__(self, piece: str) -> SafeString:
        draw = FIELDS.get(piece)
        if draw is None:
            context = {"room": self._room, "session": self._room.session}
            drawn = render_to_string(f"committee/_room_{piece}.html", context)
        else:
            drawn = draw(self._room)
        return self.setdefault(piece, drawn)


def _decide(room: CommonRoom) -> SafeString:
    return draw_field(ReasonsForm(auto_id="decide-%s")["reason"], mark_optional=False)


def _defer(room: CommonRoom) -> SafeString:
    return draw_field(ReasonForm(auto_id="defer-%s")["reason"])


def _proposal(room: CommonRoom) -> SafeString:
    to_vote = room.focus.to_vote if room.focus else ()
    return draw_field(ProposalForm(auto_id="proposal-%s", proposals=to_vote)["proposal"])


def _recused_member(room: CommonRoom) -> SafeString:
    form = RecusalForm(auto_id="recuse-%s", session=room.session)
    return draw_field(form["mandate"], mark_optional=False)


def _recusal_reason(room: CommonRoom) -> SafeString:
    return draw_field(RecusalForm(auto_id="recuse-%s", session=room.session)["reason"])


FIELDS: dict[str, Callable[[CommonRoom], SafeString]] = {
    "decide": _decide,
    "defer": _defer,
    "proposal": _proposal,
    "recused_member": _recused_member,
    "recusal_reason": _recusal_reason,
}


def context_of(
    room: Room, *, refused: Mapping[str, forms.Form] | None = None, doubt: str = ""
) -> dict[str, Any]:
    """What the templates of the room are given.

    `refused` holds the form that was not accepted, `doubt` says what is not known to be recorded.
    """
    return {
        "room": room,
        "session": room.session,
        "forms": refused or {},
        "refused": next(iter((refused or {}).values()), None),
        "doubt": doubt,
        "moment": moment(room),
        "news": news(room),
        "own_news": own_news(room),
        "presence_news": presence_news(room),
        "choices": CHOICES,
    }


def draw_fragment(room: Room, *, csrf_token: Any) -> SafeString:
    """The part of the room that lives, for the person who sees `room` so."""
    context = context_of(room) | {"fragment": True, "csrf_token": csrf_token}
    return render_to_string("committee/_room.html", context)
