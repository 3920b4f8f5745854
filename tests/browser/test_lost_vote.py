"""A vote whose answer is lost: the room says that it does not know, then what is recorded."""

from typing import Any

import pytest
from django.db import OperationalError
from playwright.sync_api import Request, Route, expect

from committee.room import operations as room
from tests.browser.fixtures import NewPerson
from tests.browser.people import Person
from tests.committee import making
from tests.committee.pages import url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

UNKNOWN = "Nous ne savons pas si votre vote est enregistré"


def voter(person: NewPerson) -> tuple[Person, Any]:
    """A member in the room, and the round under way."""
    made = making.committee()
    item = making.voting(made)
    member = person().hold_session(made.mandates[1].user)
    member.go(url(item.session, "salle"))
    expect(member.page.locator("[data-live]")).to_be_visible()
    return member, making.round_of(item)


class Room:
    """The way between the page and the server: what is read of the room waits for `opened`."""

    def __init__(self, member: Person, *, kept: bool) -> None:
        self.opened = False
        self.kept = kept
        member.page.route("**/vote/", self.lose)
        member.page.route("**/salle/?*fragment=1", self.read)

    def lose(self, route: Route, request: Request) -> None:
        if self.kept:
            route.fetch(max_redirects=0)
        route.fulfill(status=503, content_type="text/html", body="<main></main>")

    def read(self, route: Route, request: Request) -> None:
        if self.opened:
            route.continue_()
        else:
            route.fulfill(status=503, content_type="text/html", body="<main></main>")


@pytest.mark.parametrize(
    ("kept", "told"), [(True, "votre vote est enregistré"), (False, "Votez de nouveau")]
)
def test_the_room_says_what_is_recorded_once_it_can_be_read(
    person: NewPerson, kept: bool, told: str
) -> None:
    member, round_ = voter(person)
    notice = member.page.locator("[data-notice]")
    way = Room(member, kept=kept)
    member.button("Pour").click()
    expect(notice).to_contain_text(UNKNOWN)
    way.opened = True
    expect(notice).to_contain_text(told)
    assert round_.ballots.count() == int(kept)
    expect(member.button("Pour")).to_have_attribute("aria-pressed", str(kept).lower())
    member.complaints = [one for one in member.complaints if "status of 503" not in one]


def test_the_room_that_the_server_still_reads_says_both_at_once(
    person: NewPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    member, _ = voter(person)
    cast = room.cast_ballot

    def kept_then_cut(*args: Any, **kwargs: Any) -> None:
        cast(*args, **kwargs)
        raise OperationalError("the connection is lost")

    monkeypatch.setattr(room, "cast_ballot", kept_then_cut)
    member.button("Pour").click()
    expect(member.page.locator("[data-notice]")).to_contain_text(UNKNOWN)
    expect(member.button("Pour")).to_have_attribute("aria-pressed", "true")
    member.shoot("vote-incertain")
    member.complaints = [one for one in member.complaints if "status of 503" not in one]
