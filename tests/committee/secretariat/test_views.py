"""The pages of sessions, before and after: forms, redirections, refusals, who may read."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from committee.room import operations as room
from committee.secretariat.minutes_draft import draft_minutes
from committee.sessions.models import AgendaItem, Session
from committee.sessions.operations import record_minutes
from committee.voting.models import Ballot
from labelling.dossiers.models import Dossier
from tests import factories
from tests.committee import making
from tests.committee.pages import html, post_vote, signed_in, url
from workflows.engine import perform

pytestmark = pytest.mark.django_db


def test_the_cress_plans_prepares_and_convenes_a_session() -> None:
    made, case = making.committee(), factories.dossier("admissible")
    client = signed_in(made.director)
    held_on = timezone.localdate() + timedelta(days=20)
    data = {
        "held_on": held_on.isoformat(),
        "starts_at": "14:30",
        "place": "Angers",
        "chair": made.mandates[0].pk,
    }
    response = client.post("/seances/nouvelle/", data)
    session = Session.objects.get()
    assert response.headers["Location"] == url(session)
    assert session.held_on == held_on
    assert case.title in html(client, url(session))
    client.post(url(session, "points"), {"case": case.pk, "question": "Label accordé ?"})
    item = session.items.get()
    assert item.question == "Label accordé ?"
    client.post(url(session, "modifier"), {**data, "place": "Nantes"})
    client.post(url(session, "etapes", "convene"), {"expected": "planned"})
    session.refresh_from_db()
    assert (session.place, session.state) == ("Nantes", "convened")
    again = client.post(url(session, "etapes", "convene"), {"expected": "planned"})
    assert again.status_code == 409


def test_a_case_already_listed_is_refused_beside_its_field() -> None:
    made = making.committee()
    session = making.planned(made)
    item = making.item(made, session)
    data = {"case": item.case_id, "question": "Une deuxième fois ?"}
    response = signed_in(made.director).post(url(session, "points"), data)
    assert response.status_code == 422
    assert "Une deuxième fois ?" in response.content.decode()
    assert session.items.count() == 1


@pytest.mark.parametrize("who", ["stranger", "other_body"])
def test_the_session_of_another_committee_is_forbidden(who: str) -> None:
    made, other = making.committee(), making.committee()
    item = making.voting(made)
    person = factories.user() if who == "stranger" else other.mandates[0].user
    client = signed_in(person)
    for path in (url(item.session), url(item.session, "salle")):
        response = client.get(path)
        assert response.status_code == 403
        assert "Cette page ne vous est pas ouverte" in response.content.decode()
    assert post_vote(client, item, "for").status_code == 403
    posted = client.post(url(item.session, "presences"), {"present": []})
    assert posted.status_code == 403
    assert not Ballot.objects.exists()


def test_an_item_of_another_session_is_not_found() -> None:
    made = making.committee()
    mine, other = making.voting(made), making.voting(made)
    client = signed_in(made.mandates[1].user)
    data = {"round": making.round_of(other).pk, "choice": "for"}
    path = url(mine.session, "points", other.pk, "vote")
    assert client.post(path, data).status_code == 404


def test_members_neither_conduct_nor_prepare() -> None:
    made = making.committee()
    item = making.voting(made)
    session, client = item.session, signed_in(made.mandates[1].user)
    page = html(client, url(session, "salle"))
    assert "Clore le vote" not in page
    assert "Clore sans attendre" not in page
    assert "Émargement" not in page
    forbidden = [
        (url(session, "points", item.pk, "clore"), {"round": making.round_of(item).pk}),
        (url(session, "points", item.pk, "reporter"), {"reason": "Non."}),
        (url(session, "points", item.pk, "retirer"), {}),
        (url(session, "presences"), {}),
        (url(session, "etapes", "close"), {}),
        ("/seances/nouvelle/", {}),
    ]
    for path, data in forbidden:
        assert client.post(path, data).status_code == 403, path


def test_the_list_shows_each_person_their_sessions() -> None:
    made, other = making.committee(), making.committee()
    mine, theirs = making.planned(made, in_days=9), making.planned(other, in_days=9)
    page = html(signed_in(made.mandates[1].user), "/seances/")
    assert url(mine) in page
    assert url(theirs) not in page
    everything = html(signed_in(made.director), "/seances/")
    assert url(mine) in everything
    assert url(theirs) in everything
    assert signed_in(factories.user()).get("/seances/").status_code == 403
    assert Client().get("/seances/").status_code == 302


def test_lists_and_the_room_cost_the_same_however_full() -> None:
    small, full = making.committee(4), making.committee(10)
    for _ in range(6):
        making.planned(full, in_days=9)

    def queries(made: making.Committee, votes: int) -> list[int]:
        item = making.voting(made)
        making.cast(made, item, *["for"] * votes)
        client, counts = signed_in(made.mandates[1].user), []
        for target in ("/seances/", url(item.session), url(item.session, "salle")):
            with CaptureQueriesContext(connection) as captured:
                html(client, target)
            counts.append(len(captured))
        return counts

    few = queries(small, 2)
    assert queries(full, 7) == few
    assert few[0] <= 12


def test_the_minutes_show_on_the_page_of_the_session() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for", "for", "for")
    making.decide(made, item)
    perform(item.session, "close", actor=made.chair)
    record_minutes(item.session, minutes="Le comité a siégé.", actor=made.cress)
    assert "Le comité a siégé." in html(signed_in(made.mandates[1].user), url(item.session))


def test_a_session_under_way_comes_first_and_leads_to_its_room() -> None:
    made = making.committee()
    member = signed_in(made.mandates[1].user)
    assert "en cours" not in html(member, "/seances/")
    session = making.opened(made)
    assert f'href="{url(session, "salle")}">Entrer dans la salle' in html(member, "/seances/")


def test_the_desk_names_the_session_under_way_or_the_next_one() -> None:
    made = making.committee()
    desk = signed_in(made.director)
    assert "Prochaine séance du comité" not in html(desk, "/")
    later, sooner = making.planned(made, in_days=40), making.planned(made, in_days=20)
    shown = html(desk, "/")
    assert "Prochaine séance du comité" in shown
    assert sooner.get_absolute_url() in shown
    assert later.get_absolute_url() not in shown
    session = making.opened(made)
    assert f'href="{session.get_absolute_url()}">Le comité est en séance' in html(desk, "/")


def test_a_past_session_that_was_never_held_is_not_the_next_one() -> None:
    made = making.committee()
    making.planned(made, in_days=20)
    day = timezone.localdate()
    assert Session.objects.to_come(day + timedelta(days=20)).exists()
    assert not Session.objects.to_come(day + timedelta(days=21)).exists()


def test_the_page_of_a_session_shows_what_was_decided_and_leads_to_the_vote() -> None:
    made = making.committee()
    voted = making.voting(made)
    making.cast(made, voted, "for", "for", "for", "against")
    making.decide(made, voted)
    shown = html(signed_in(made.director), url(voted.session))
    assert "Validé</span>" in shown
    assert f'href="{url(voted.session, "salle")}?point={voted.pk}"' in shown


def test_what_is_missing_to_convene_leads_to_where_it_is_met() -> None:
    made = making.committee()
    session = making.planned(made, in_days=1, waived="")
    shown = html(signed_in(made.director), url(session))
    assert 'aria-disabled="true" aria-describedby="manque">Convoquer la séance' in shown
    assert f'href="{url(session, "modifier")}">Il faut convoquer au moins 5' in shown


def test_the_draft_of_the_minutes_says_why_an_item_was_deferred() -> None:
    made = making.committee()
    item = making.voting(made)
    room.defer(item, reason="La rapporteure est absente.", actor=made.chair)
    assert "Motif\u00a0: La rapporteure est absente." in draft_minutes(item.session)


def test_the_minutes_are_written_once() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for", "for", "for")
    making.decide(made, item)
    chair, path = signed_in(made.mandates[0].user), url(item.session, "proces-verbal")
    leads = f"{url(item.session)}#pv"
    assert chair.get(path).headers["Location"] == leads
    perform(item.session, "close", actor=made.chair)
    assert "Établir le procès-verbal" in html(chair, path)
    chair.post(path, {"minutes": "Relevé."})
    assert chair.get(path).headers["Location"] == leads
    assert chair.post(path, {"minutes": "Autre."}).status_code == 409
    assert Session.objects.get(pk=item.session_id).minutes == "Relevé."


@pytest.mark.breaks_history
def test_the_page_of_a_session_names_the_case_and_asks_only_an_unusual_question() -> None:
    made = making.committee()
    session = making.planned(made)
    usual = making.item(made, session)
    assert f"{usual.case.reference}" in html(signed_in(made.director), url(session))
    assert usual.opening_question not in html(signed_in(made.mandates[1].user), url(session))
    AgendaItem.objects.filter(pk=usual.pk).update(question="Le label, pour un an ?")
    assert "Le label, pour un an ?" in html(signed_in(made.mandates[1].user), url(session))


def test_the_page_of_a_session_says_who_is_there_once_it_was_opened() -> None:
    made = making.committee(4)
    to_come, held = making.planned(made, in_days=9), making.opened(made, present=3)
    member = signed_in(made.mandates[1].user)
    before = html(member, url(to_come))
    assert "2\u00a0membres présents, hors déports" in before
    assert "Absence</span>" not in before
    after = html(member, url(held))
    assert (after.count("Présence</span>"), after.count("Absence</span>")) == (3, 1)
    assert "3 présents sur 4 membres pouvant voter" in after.replace("\u00a0", " ")
    assert "Séance convoquée" in after
    assert "quorum_numerator" not in after


def convened(made: making.Committee, *cases: Dossier, in_days: int = 9) -> Session:
    session = making.planned(made, in_days=in_days)
    for case in cases:
        making.item(made, session, case)
    return perform(session, "convene", actor=made.cress)


def test_a_member_finds_the_dossiers_to_read_before_the_next_session() -> None:
    made, linked = making.committee(), factories.dossier("admissible")
    case, later = factories.dossier("admissible"), factories.dossier("admissible")
    member = making.seat(made, organisation=linked.organisation)
    session = convened(made, case, linked)
    convened(made, later, in_days=30)
    reader = signed_in(member.user)
    shown = html(reader, "/seances/")
    assert "À lire avant la séance" in shown
    assert case.get_absolute_url() in shown
    assert linked.get_absolute_url() not in shown
    assert later.get_absolute_url() not in shown
    listed = html(reader, url(session))
    assert linked.get_absolute_url() not in listed
    assert "votre déport sur ce point est noté" in listed
    assert linked.get_absolute_url() in html(signed_in(made.mandates[1].user), "/seances/")
    assert "À lire avant la séance" not in html(signed_in(made.director), "/seances/")


def test_the_dossiers_to_read_cost_the_same_however_many() -> None:
    small, full = making.committee(), making.committee()
    convened(small, factories.dossier("admissible"))
    convened(full, *(factories.dossier("admissible") for _ in range(5)))
    counts = []
    for made in (small, full):
        client = signed_in(made.mandates[1].user)
        with CaptureQueriesContext(connection) as captured:
            html(client, "/seances/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_choices_of_the_committee_read_as_they_are_written() -> None:
    made = making.committee()
    page = html(signed_in(made.director), "/seances/nouvelle/")
    assert f"{made.mandates[1].user}, Têtes de réseaux ESS" in page
    room_page = html(signed_in(made.director), url(making.voting(made).session, "salle"))
    assert "---------" not in room_page


def test_the_draft_of_the_minutes_is_found_again_by_whoever_writes_them() -> None:
    made = making.committee()
    session = making.opened(made)
    perform(session, "close", actor=made.chair)
    chair, path = signed_in(made.mandates[0].user), url(session, "proces-verbal")
    clerk = signed_in(made.director)
    fresh = html(chair, path)
    assert "À établir</span>" in fresh
    assert "Close</span>" not in fresh
    assert "Brouillon gardé" not in fresh
    chair.post(path, {"minutes": "Début.", "seen": "0", "keep": "1"})
    assert re.search(r"Brouillon gardé à \d+\u00a0h[^,]*[.]</p>", html(chair, path))
    found = html(clerk, path)
    assert "Début.</textarea>" in found
    assert f", par {made.mandates[0].user}." in found
    refused = clerk.post(path, {"minutes": "Autre.", "seen": "0", "keep": "1"})
    assert refused.status_code == 409
    assert "Autre.</textarea>" in refused.content.decode()
    assert "«\u00a0Début.\u00a0»" in refused.content.decode()
    assert 'name="seen" value="1"' in refused.content.decode()
    clerk.post(path, {"minutes": "Autre.", "seen": "1"})
    session.refresh_from_db()
    assert (session.state, session.minutes) == ("minuted", "Autre.")
