"""The pages of one case: a structure's, its instructor's, and the room of a session.

The room is that of a committee of SEATS, present and voting: what people see in a session.
"""

from collections.abc import Iterator

from django.urls import reverse

from benchmarks.pages import Page, PageFigure, measure, served
from committee.bodies.voting_rules import Choice
from labelling.instruction.enums import ApplicationState
from tests import factories
from tests.committee import making

SEATS = (12, 50)


def case_pages() -> list[PageFigure]:
    """One figure a page."""
    pages = [*structure_pages(), *instructor_pages(), *room_pages()]
    with served() as port:
        return [measure(page, port) for page in pages]


def structure_pages() -> Iterator[Page]:
    for state in (ApplicationState.COMMITTED, ApplicationState.TO_COMPLETE):
        dossier = factories.dossier(state)
        person = factories.representative_of(dossier)
        yield Page(f"home_structure_{state}", person, reverse("home"))
        yield Page(f"dossier_{state}", person, dossier.get_absolute_url())


def instructor_pages() -> Iterator[Page]:
    dossier = factories.dossier(ApplicationState.UNDER_INSTRUCTION)
    assert dossier.assignee is not None  # noqa: S101 - taken in charge
    yield Page("instruction", dossier.assignee, dossier.get_absolute_url())


def room_pages() -> Iterator[Page]:
    for seats in SEATS:
        committee = making.committee(seats)
        item = making.voting(committee)
        # The second answers as the last of the forms: each form then changes what is recorded.
        making.cast(
            committee, item, Choice.FOR, Choice.ABSTENTION, *[Choice.FOR] * (seats // 2 - 2)
        )
        member = committee.mandates[1].user
        room = reverse("committee:room", args=[item.session_id])
        yield Page("room", member, room, size=seats)
        yield Page("room_chair", committee.mandates[0].user, room, size=seats)
        yield Page("room_fragment", member, f"{room}?fragment=1", size=seats)
        vote = reverse("committee:ballot", args=[item.session_id, item.pk])
        cast_in = making.round_of(item).pk
        choices = (Choice.FOR, Choice.AGAINST, Choice.ABSTENTION)
        forms = tuple(
            {"round": cast_in, "choice": choice.value, "recorded": choices[rank - 1].value}
            for rank, choice in enumerate(choices)
        )
        yield Page("vote", member, vote, data=forms, size=seats)
