"""The committee's pages, as people use them: forms, redirections, refusals, nothing given away."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from committee.minutes import draft_minutes
from committee.models import AgendaItem, Attendance, Ballot, Recusal, Session
from committee.operations import room
from committee.operations.sessions import record_minutes
from directory.models import User
from labelling.models import Dossier
from tests import factories
from tests.committee import making
from workflows.engine import perform

pytestmark = pytest.mark.django_db


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(session: Session, *parts: object) -> str:
    return "/seances/" + "".join(f"{part}/" for part in (session.pk, *parts))


def html(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def neutral(page: str) -> str:
    """A page without what differs from one request to the next."""
    return re.sub(r'csrf[^>]*value="[^"]*"|x-csrftoken[^}]*', "", page)


def post_vote(client: Client, item: AgendaItem, choice: str) -> Any:
    data = {"round": making.round_of(item).pk, "choice": choice}
    return client.post(url(item.session, "points", item.pk, "vote"), data)


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


def test_a_refused_plan_says_so_beside_the_field_and_keeps_what_was_typed() -> None:
    made = making.committee()
    data = {
        "held_on": "2020-01-02",
        "starts_at": "14:30",
        "place": "Angers",
        "chair": made.mandates[0].pk,
    }
    response = signed_in(made.director).post("/seances/nouvelle/", data)
    page = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_held_on"' in page
    assert "Cette date est passée." in page
    assert 'value="Angers"' in page


def test_a_case_already_listed_is_refused_beside_its_field() -> None:
    made = making.committee()
    session = making.planned(made)
    item = making.item(made, session)
    data = {"case": item.case_id, "question": "Une deuxième fois ?"}
    response = signed_in(made.director).post(url(session, "points"), data)
    assert response.status_code == 422
    assert "Une deuxième fois ?" in response.content.decode()
    assert session.items.count() == 1


def test_convening_too_late_lists_what_is_missing() -> None:
    made = making.committee()
    session = making.planned(made, in_days=2, waived="")
    making.item(made, session)
    client = signed_in(made.director)
    assert 'aria-disabled="true"' in html(client, url(session))
    response = client.post(url(session, "etapes", "convene"), {"expected": "planned"})
    assert response.status_code == 422
    assert "Il faut convoquer au moins" in response.content.decode()


def test_a_whole_vote_through_the_room() -> None:
    made = making.committee(4)
    case = factories.dossier("admissible")
    session = making.planned(made)
    item = making.item(made, session, case)
    perform(session, "convene", actor=made.cress)
    chair = signed_in(made.mandates[0].user)
    members = [signed_in(mandate.user) for mandate in made.mandates]
    chair.post(url(session, "etapes", "open"), {"expected": "convened"})
    chair.post(url(session, "presences"), {"present": [m.pk for m in made.mandates]})
    assert Attendance.objects.filter(present=True).count() == 4
    chair.post(url(session, "points", item.pk, "ouvrir"), {"expected": "queued"})
    for client in members[:3]:
        response = post_vote(client, item, "for")
        assert response.headers["Location"] == url(session, "salle")
    page = html(chair, url(session, "salle"))
    assert "3 <small>sur 4 attendus" in page
    chair.post(url(session, "points", item.pk, "clore"), {"round": making.round_of(item).pk})
    page = html(members[3], url(session, "salle"))
    assert "Dossier validé par le comité" in page
    assert "<b>3</b><span>pour</span>" in page
    chair.post(url(session, "etapes", "close"), {"expected": "open"})
    minutes = html(chair, url(session, "proces-verbal"))
    assert case.title in minutes
    chair.post(url(session, "proces-verbal"), {"minutes": "Relevé."})
    session.refresh_from_db()
    assert session.state == "minuted"


def test_a_refusal_asks_for_its_reasons_beside_the_field() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "against", "against", "for")
    making.close(made, item)
    chair = signed_in(made.mandates[0].user)
    page = html(chair, url(item.session, "salle"))
    assert "Proposition rejetée" in page
    assert "Prononcer le refus" in page
    response = chair.post(url(item.session, "points", item.pk, "decider"), {"reason": " "})
    assert response.status_code == 422
    assert 'href="#decide-reason"' in response.content.decode()
    chair.post(url(item.session, "points", item.pk, "decider"), {"reason": "Plan trop vague."})
    assert Dossier.objects.get(pk=item.case_id).state == "refused"


def test_another_proposal_and_a_deferral_through_the_room() -> None:
    made = making.committee()
    item = making.voting(made)
    chair = signed_in(made.mandates[0].user)
    chair.post(url(item.session, "points", item.pk, "proposition"), {"proposal": "adjourned"})
    assert "Ajournez-vous ce dossier" in html(chair, url(item.session, "salle"))
    response = chair.post(url(item.session, "points", item.pk, "reporter"), {"reason": ""})
    assert response.status_code == 422
    chair.post(url(item.session, "points", item.pk, "reporter"), {"reason": "À mûrir."})
    item.refresh_from_db()
    assert item.state == "deferred"


def test_nothing_says_what_others_vote_before_the_round_closes() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "abstention", "for", "against")
    path = url(item.session, "salle")
    readers = [made.mandates[0].user, made.mandates[3].user, made.director]
    before = [neutral(html(signed_in(user), path)) for user in readers]
    for mandate, choice in zip(made.mandates[1:3], ("blank", "blank"), strict=True):
        room.cast_ballot(item, round_id=making.round_of(item).pk, choice=choice, user=mandate.user)
    after = [neutral(html(signed_in(user), path)) for user in readers]
    assert after == before
    own = html(signed_in(made.mandates[1].user), path)
    assert re.search(r'value="blank"[^>]*aria-pressed="true"', own)
    assert own.count('aria-pressed="true"') == 1


def test_a_vote_reads_recorded_only_once_the_server_has_it() -> None:
    made = making.committee()
    item = making.voting(made)
    client = signed_in(made.mandates[1].user)
    assert "enregistré</small>" not in html(client, url(item.session, "salle"))
    post_vote(client, item, "for")
    assert "enregistré</small>" in html(client, url(item.session, "salle"))


def test_a_ballot_for_a_closed_round_is_409_and_not_kept() -> None:
    made = making.committee()
    item = making.voting(made)
    client = signed_in(made.mandates[3].user)
    late = {"round": making.round_of(item).pk, "choice": "against"}
    making.cast(made, item, "for", "for", "for")
    making.close(made, item)
    response = client.post(url(item.session, "points", item.pk, "vote"), late)
    assert response.status_code == 409
    assert "n’a pas été enregistré" in response.content.decode()
    assert Ballot.objects.count() == 3


def test_a_linked_member_reads_why_and_cannot_vote() -> None:
    made = making.committee()
    case = factories.dossier("admissible")
    linked = making.seat(made, organisation=case.organisation)
    item = making.voting(made, case)
    client = signed_in(linked.user)
    page = html(client, url(item.session, "salle"))
    assert "votre structure y est liée" in page
    assert 'name="choice"' not in page
    assert post_vote(client, item, "for").status_code == 403
    assert client.get(case.get_absolute_url()).status_code == 403
    assert not Ballot.objects.exists()


def test_a_member_recuses_from_the_room() -> None:
    made = making.committee()
    item = making.voting(made)
    client = signed_in(made.mandates[2].user)
    path = url(item.session, "points", item.pk, "deport")
    assert client.post(path, {"reason": ""}).status_code == 422
    client.post(path, {"reason": "Bénévole."})
    assert Recusal.objects.get().mandate == made.mandates[2]
    other = {"mandate": made.mandates[3].pk, "reason": "Lien."}
    assert client.post(path, other).status_code == 403


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

    few = queries(small, 1)
    assert queries(full, 7) == few
    assert few[0] <= 12


def test_the_fragment_is_the_live_part_alone() -> None:
    made = making.committee()
    item = making.voting(made)
    page = html(signed_in(made.mandates[1].user), url(item.session, "salle") + "?fragment=1")
    assert page.lstrip().startswith('<div id="salle"')
    assert "<html" not in page
    assert 'data-region="point"' in page


def test_the_minutes_show_on_the_page_of_the_session() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for", "for", "for")
    making.close(made, item)
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
    making.close(made, voted)
    shown = html(signed_in(made.director), url(voted.session))
    assert "Avis favorable" in shown
    assert f'href="{url(voted.session, "salle")}?point={voted.pk}"' in shown


def test_what_is_missing_to_convene_leads_to_where_it_is_met() -> None:
    made = making.committee()
    session = making.planned(made, in_days=1, waived="")
    shown = html(signed_in(made.director), url(session))
    assert 'aria-disabled="true" aria-describedby="manque">Convoquer la séance' in shown
    assert f'href="{url(session, "modifier")}">Il faut convoquer au moins 5' in shown


def test_a_planned_session_that_says_nothing_is_refused_in_words_of_ours() -> None:
    answer = signed_in(making.committee().director).post("/seances/nouvelle/", {})
    assert answer.status_code == 422
    shown = answer.content.decode()
    for told in ("le jour", "l’heure", "où se tient", "qui préside"):
        assert told in shown
    assert "Ce champ est obligatoire" not in shown


def test_grounds_that_end_with_a_full_stop_are_quoted_without_it() -> None:
    made = making.committee()
    item = making.voting(made)
    member = made.mandates[1]
    room.recuse(item, mandate=member, reason="Ma sœur y travaille.", actor=made.chair)
    shown = html(signed_in(member.user), url(item.session, "salle"))
    assert "sur ce point&nbsp;: Ma sœur y travaille.<" in shown
    assert f"{member.user} (Ma sœur y travaille)." in draft_minutes(item.session)


def test_the_draft_of_the_minutes_says_why_an_item_was_deferred() -> None:
    made = making.committee()
    item = making.voting(made)
    room.defer(item, reason="La rapporteure est absente.", actor=made.chair)
    assert "Motif\u00a0: La rapporteure est absente." in draft_minutes(item.session)


def test_the_chair_without_a_seat_recorded_is_told_where_to_record_it() -> None:
    made = making.committee()
    item = making.voting(made)
    making.attend(made, item.session, made.mandates[1:])
    chair = html(signed_in(made.mandates[0].user), url(item.session, "salle"))
    assert 'Cochez votre nom dans <a href="#presences">' in chair


def test_once_nothing_is_left_closing_is_the_next_step_then_the_minutes() -> None:
    made = making.committee()
    item = making.voting(made)
    chair = signed_in(made.mandates[0].user)
    path = url(item.session, "salle")
    assert "bulletins sont encore attendus" in html(chair, path)
    making.cast(made, item, "for", "for", "for")
    making.close(made, item)
    shown = html(chair, path)
    assert 'class="btn btn-primary" type="submit">Clore la séance' in shown
    perform(item.session, "close", actor=made.chair)
    minutes = f'href="{url(item.session, "proces-verbal")}"'
    assert minutes in html(chair, path)
    assert minutes not in html(signed_in(made.mandates[1].user), path)


def test_a_recused_chair_sees_who_conducts_the_item_and_no_button() -> None:
    made = making.committee()
    item = making.opened(made).items.get()
    room.recuse(item, mandate=made.mandates[0], reason="Lien.", actor=made.chair)
    path = url(item.session, "salle")
    chair, stand_in, other = (html(signed_in(m.user), path) for m in made.mandates[:3])
    leader = made.mandates[1].user
    assert "Votre déport porte aussi sur la conduite du point" in chair
    assert f"{leader} le conduit" in chair
    assert "Vous le conduisez" in stand_in
    assert f"{made.mandates[0].user}, à la présidence, ne prend pas part au point" in other
    assert "Ouvrir ce point" in stand_in
    assert "Ouvrir ce point" not in chair + other
