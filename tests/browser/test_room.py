"""The live room, two browsers at once: nothing moves under a finger, nothing past is still said."""

import re
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Request, Route, WebSocketRoute, expect

from committee.room import operations as room
from committee.sessions.models import AgendaItem, Session
from committee.sessions.operations import keep_minutes
from committee.voting.models import Ballot
from tests import factories
from tests.browser.fixtures import NewPerson
from tests.browser.people import PHONE, Person
from tests.committee import making
from tests.committee.pages import url
from workflows.engine import perform

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHOICES = ("for", "against", "abstention", "blank")
LOST = "Connexion perdue"


def in_the_room(someone: Person, session: Session) -> Page:
    page = someone.go(url(session, "salle"))
    expect(page.locator("[data-live]")).to_be_visible()
    return page


def boxes(page: Page) -> list[Any]:
    """Where the answers stand, and all that is above and around them."""
    places = [page.locator(f"#voix-{choice}") for choice in CHOICES]
    places += [page.locator(place) for place in (".o-livebar", "#point", ".o-ballot + .o-note")]
    return [place.first.bounding_box() for place in places]


def two_items(made: making.Committee) -> list[AgendaItem]:
    session = making.opened(made, factories.dossier("admissible"), factories.dossier("admissible"))
    return list(session.items.order_by("position"))


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_a_second_tap_at_the_same_place_changes_nothing(person: NewPerson, width: int) -> None:
    made = making.committee(12)
    item = making.voting(made)
    member = person(viewport={"width": width, "height": 844}).hold_session(made.mandates[1].user)
    page = in_the_room(member, item.session)
    before = boxes(page)
    answer = page.locator("#voix-abstention")
    place = answer.bounding_box()
    assert place is not None
    x, y = place["x"] + place["width"] / 2, place["y"] + 12  # 74 px higher stands another answer
    page.mouse.click(x, y)
    expect(answer).to_contain_text("enregistré à")
    assert boxes(page) == before
    page.mouse.click(x, y)
    expect(answer).to_have_attribute("aria-pressed", "true")
    for mandate in made.mandates[2:12]:
        room.cast_ballot(item, round_id=making.round_of(item).pk, choice="for", user=mandate.user)
    expect(page.locator("[data-region=bulletins] .o-big")).to_contain_text("11")
    assert boxes(page) == before
    assert Ballot.objects.get(mandate=made.mandates[1]).choice == "abstention"
    member.shoot("vote-enregistre")


def test_a_vote_is_changed_on_purpose_by_keyboard_as_well(person: NewPerson) -> None:
    made = making.committee()
    item = making.voting(made)
    page = in_the_room(person().hold_session(made.mandates[1].user), item.session)
    page.locator("#voix-for").press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Pour, enregistré à"))).to_be_focused()
    page.locator("#voix-against").click(force=True)
    page.get_by_role("link", name="Changer mon vote").press("Enter")
    expect(page.locator("#voix-for")).to_be_focused()
    page.get_by_role("link", name="gardez ce vote").press("Enter")
    expect(page.get_by_role("link", name="Changer mon vote")).to_be_focused()
    assert making.round_of(item).ballots.get().choice == "for"
    page.get_by_role("link", name="Changer mon vote").click()
    page.locator("#voix-against").click()
    expect(page.get_by_role("button", name=re.compile("^Contre, enregistré à"))).to_be_visible()
    assert making.round_of(item).ballots.get().choice == "against"


def test_a_change_reaches_the_other_screens_by_their_sockets_alone(person: NewPerson) -> None:
    made = making.committee()
    item = making.voting(made)
    page = in_the_room(person().hold_session(made.mandates[1].user), item.session)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    making.cast(made, item, "for")
    ballots = page.locator("[data-region=bulletins] .o-big")
    expect(ballots).to_contain_text("1 sur 5")
    page.locator("#voix-for").click()
    expect(page.locator("#voix-for")).to_contain_text("enregistré à")
    making.cast(made, item, "against")
    making.close(made, item)
    expect(page.get_by_text("Il reste à proclamer le résultat")).to_be_visible()
    assert asked[0].endswith("/vote/")  # nothing was asked before, and the form was accepted


def test_what_was_said_of_an_item_goes_with_it(person: NewPerson) -> None:
    made = making.committee()
    first, _ = two_items(made)
    chair = person().hold_session(made.mandates[0].user)
    page = in_the_room(chair, first.session)
    chair.press("Ouvrir ce point")
    toasts = page.locator(".o-toast")
    expect(toasts).to_have_text("Point ouvert\u00a0: les membres peuvent voter.")
    first.refresh_from_db()
    making.cast(made, first, "for", "for", "for")
    making.decide(made, first)
    expect(page.get_by_text("Dossier validé par le comité").first).to_be_visible()
    expect(toasts).to_have_count(0)
    chair.press("Ouvrir le point suivant")
    expect(toasts).to_have_count(1)
    page.get_by_role("button", name="Fermer ce message").click()
    expect(toasts).to_have_count(0)


def test_a_vote_leaves_no_toast_behind(person: NewPerson) -> None:
    made = making.committee()
    first, second = two_items(made)
    room.open_item(first, actor=made.chair)
    member = person(viewport=PHONE).hold_session(made.mandates[1].user)
    page = in_the_room(member, first.session)
    member.press("Pour")
    expect(page.locator("#voix-for")).to_contain_text("enregistré à")
    making.cast(made, first, "for", "for", "for")
    making.decide(made, first)
    room.open_item(second, actor=made.chair)
    expect(page.locator("#point")).to_have_text(second.case.title)
    expect(page.locator(".o-votes")).not_to_contain_text("enregistré")
    expect(page.locator(".o-toast")).to_have_count(0)


def test_the_loss_of_the_connection_is_no_longer_said_once_it_is_back(person: NewPerson) -> None:
    made = making.committee()
    item = making.voting(made)
    member = person().hold_session(made.mandates[1].user)
    sockets: list[WebSocketRoute] = []

    def through(socket: WebSocketRoute) -> None:
        """Pings that bring nothing: what they are about is fetched."""
        server = socket.connect_to_server()
        server.on_message(lambda ping: socket.send("{}"))
        sockets.append(socket)

    member.page.route_web_socket(re.compile("/ws/seances/"), through)
    page = in_the_room(member, item.session)
    stuck = "**/salle/?*fragment=1"
    asked: list[Route] = []

    def answer(route: Route) -> None:
        asked.append(route)
        if len(asked) > 1:  # the first was asked on a way that is lost: it is never answered
            route.continue_()

    page.route(stuck, answer)
    with page.expect_request(stuck):
        making.cast(made, item, "for")
    sockets[-1].close()
    expect(page.locator("[data-notice]")).to_contain_text(LOST)
    expect(page.locator("[data-live]")).to_be_visible()
    expect(page.locator("[data-notice]")).to_be_hidden()
    expect(page.locator("[data-region=bulletins] .o-big")).to_contain_text("1")


def test_a_vote_is_heard_to_open_to_close_and_to_be_decided_in_one_place(
    person: NewPerson,
) -> None:
    made = making.committee()
    item = making.opened(made).items.get()
    chair, member = (person().hold_session(mandate.user) for mandate in made.mandates[:2])
    heard = in_the_room(member, item.session).locator("[data-announcer]")
    heard.evaluate("place => { window.place = place }")
    page = in_the_room(chair, item.session)
    chair.press("Ouvrir ce point")
    expect(heard).to_contain_text("Vote ouvert\u00a0: ")
    making.cast(made, item, "for", "for", "for")
    expect(page.locator("[data-region=bulletins] .o-big")).to_contain_text("3")
    page.get_by_text("Clore sans attendre").click()
    chair.press("Clore le vote", exact=True)
    expect(heard).to_contain_text("Vote clos, résultat à proclamer\u00a0: ")
    expect(member.button("Proclamer le résultat")).to_have_count(0)
    chair.press("Proclamer le résultat")
    expect(heard).to_contain_text("Dossier validé par le comité\u00a0: ")
    assert heard.evaluate("place => place === window.place && place.isConnected")
    member.shoot("resultat-proclame")


def test_members_check_in_and_every_screen_counts_them(person: NewPerson) -> None:
    made = making.committee(5)
    session = making.planned(made)
    making.item(made, session)
    perform(session, "convene", actor=made.cress)
    chair, member = (person().hold_session(mandate.user) for mandate in made.mandates[:2])
    page, phone = in_the_room(chair, session), in_the_room(member, session)
    seats = page.locator(".o-quorum-svg .seat.on")
    slot = phone.locator(".o-here")
    before = slot.bounding_box()
    member.shoot("je-suis-la")
    member.press("Je suis là")
    expect(slot).to_contain_text("Votre présence est enregistrée.")
    assert slot.bounding_box() == before
    expect(seats).to_have_count(1)
    chair.press("Ouvrir la séance")
    expect(seats).to_have_count(2)
    expect(phone.locator(".o-quorum-svg .seat.on")).to_have_count(2)
    chair.shoot("seance-ouverte")


def test_a_tap_on_its_way_is_not_for_what_comes_instead(person: NewPerson) -> None:
    made = making.committee()
    item = making.opened(made).items.get()
    member = person(viewport=PHONE).hold_session(made.mandates[1].user)
    member.page.clock.install()
    page = in_the_room(member, item.session)
    sent: list[Request] = []

    def hear(request: Request) -> None:
        if request.url.endswith("/vote/"):
            sent.append(request)

    page.on("request", hear)
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 60)
    room.open_item(item, actor=made.chair)
    answer = page.locator("#voix-for")
    expect(answer).to_be_visible()
    answer.scroll_into_view_if_needed()
    place = answer.bounding_box()
    assert place is not None
    page.mouse.click(place["x"] + 20, place["y"] + 20)
    page.clock.run_for(1_000)
    answer.click()
    expect(answer).to_contain_text("enregistré à")
    assert len(sent) == 1


def test_the_chair_reminds_and_it_is_heard(person: NewPerson) -> None:
    made = making.committee()
    item = making.voting(made)
    chair, member = (person().hold_session(mandate.user) for mandate in made.mandates[:2])
    page = in_the_room(member, item.session)
    before = boxes(page)
    in_the_room(chair, item.session)
    chair.press("Relancer les votants")
    expect(page.locator("[data-announcer]")).to_have_text("Votre vote est attendu.")
    expect(page.locator(".o-vote-say")).to_have_text("Votre vote est attendu.")
    assert boxes(page) == before
    chair.press("Relancer les votants")
    expect(chair.page.locator(".o-errors")).to_contain_text("laissez deux minutes")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_recorded_answer_is_read_in_both_themes(person: NewPerson, scheme: str) -> None:
    made = making.committee()
    item = making.voting(made)
    member = person(color_scheme=scheme).hold_session(made.mandates[1].user)
    page = in_the_room(member, item.session)
    for choice in CHOICES:
        if making.round_of(item).ballots.exists():
            page.get_by_role("link", name="Changer mon vote").click()
        page.locator(f"#voix-{choice}").click()
        expect(page.locator(f"#voix-{choice}")).to_contain_text("enregistré à")
        page.mouse.move(0, 0)
        found = Axe().run(page, options={"runOnly": ["color-contrast"]})
        assert found.response["violations"] == [], choice


def test_minutes_are_kept_while_they_are_written(person: NewPerson) -> None:
    made = making.committee()
    session = making.opened(made)
    perform(session, "close", actor=made.chair)
    chair, clerk = (person().hold_session(one) for one in (made.mandates[0].user, made.director))
    page = chair.go(url(session, "proces-verbal"))
    page.get_by_label("Texte du procès-verbal").fill("La séance est ouverte.")
    expect(page.locator("[data-kept]")).to_have_text(re.compile(r"^Brouillon gardé à \d+"))
    other = clerk.go(url(session, "proces-verbal"))
    text = other.get_by_label("Texte du procès-verbal")
    expect(text).to_have_value("La séance est ouverte.")
    expect(other.locator("[data-kept]")).to_contain_text(f"par {made.mandates[0].user}")
    keep_minutes(session, text="La séance est ouverte. Suite.", seen=1, actor=made.chair)
    text.fill("Autre chose.")
    expect(other.locator("[data-kept]")).to_contain_text("Un autre brouillon a été gardé")
    clerk.press("Garder le brouillon")
    expect(other.locator(".o-error")).to_contain_text("La séance est ouverte. Suite.")
    expect(text).to_have_value("Autre chose.")
    clerk.press("Garder le brouillon")
    expect(other.locator("[data-kept]")).to_have_text(re.compile(r"^Brouillon gardé à [^,]+\.$"))
    clerk.shoot("brouillon")
