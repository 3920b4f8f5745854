"""The room of a session in a browser: attendance, recusals, votes, decisions, and no leak."""

import re

import pytest
from django.contrib.messages import get_messages

from committee.room import operations as room
from committee.secretariat.minutes_draft import draft_minutes
from committee.sessions.models import AgendaItem, Attendance
from committee.voting.models import Ballot, Recusal
from labelling.dossiers.models import Dossier
from tests import factories
from tests.committee import making
from tests.committee.pages import html, neutral, post_vote, signed_in, url
from workflows.engine import perform

pytestmark = pytest.mark.django_db


def test_two_people_fill_the_attendance_sheet_together() -> None:
    made = making.committee()
    session = making.opened(made, present=2)
    first, second, third = (mandate.pk for mandate in made.mandates[:3])
    chair, clerk = signed_in(made.mandates[0].user), signed_in(made.director)
    seen = {"seen": [first, second]}
    chair.post(url(session, "presences"), seen | {"present": [first, second, third]})
    clerk.post(url(session, "presences"), seen | {"present": [first]})
    here = session.attendances.filter(present=True).values_list("mandate_id", flat=True)
    assert set(here) == {first, third}


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
    assert "Il reste à proclamer le résultat" in html(members[3], url(session, "salle"))
    chair.post(url(session, "points", item.pk, "decider"))
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
    assert "Résultat à proclamer&nbsp;: dossier refusé" in page
    response = chair.post(url(item.session, "points", item.pk, "decider"), {"reason": " "})
    assert response.status_code == 422
    assert 'href="#decide-reason"' in response.content.decode()
    chair.post(url(item.session, "points", item.pk, "decider"), {"reason": "Plan trop vague."})
    assert Dossier.objects.get(pk=item.case_id).state == "refused"


def test_another_proposal_and_a_deferral_through_the_room() -> None:
    made = making.committee()
    item = making.voting(made)
    chair = signed_in(made.mandates[0].user)
    chair.post(url(item.session, "points", item.pk, "proposition"), {"proposal": "adjourn"})
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
    assert "<small>enregistré à" not in html(client, url(item.session, "salle"))
    answer = post_vote(client, item, "for")
    assert "<small>enregistré à" in html(client, url(item.session, "salle"))
    assert not list(get_messages(answer.wsgi_request))


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


def test_the_fragment_is_the_live_part_alone() -> None:
    made = making.committee()
    item = making.voting(made)
    page = html(signed_in(made.mandates[1].user), url(item.session, "salle") + "?fragment=1")
    assert page.lstrip().startswith('<div id="salle"')
    assert "<html" not in page
    assert 'data-region="point"' in page


def test_grounds_that_end_with_a_full_stop_are_quoted_without_it() -> None:
    made = making.committee()
    item = making.voting(made)
    member = made.mandates[1]
    room.recuse(item, mandate=member, reason="Ma sœur y travaille.", actor=made.chair)
    shown = html(signed_in(member.user), url(item.session, "salle"))
    assert "sur ce point est noté&nbsp;: Ma sœur y travaille.<" in shown
    assert f"{member.user} (Ma sœur y travaille)." in draft_minutes(item.session)


def test_whoever_is_not_recorded_as_present_says_that_they_are_there_and_votes() -> None:
    made = making.committee()
    item = making.voting(made)
    making.attend(made, item.session, made.mandates[1:])
    client, path = signed_in(made.mandates[0].user), url(item.session, "salle")
    assert "Dites «&nbsp;Je suis là&nbsp;» pour voter." in html(client, path)
    assert post_vote(client, item, "for").status_code == 403
    client.post(url(item.session, "presences", "moi"))
    shown = html(client, path)
    assert "Votre présence est enregistrée." in shown
    assert 'name="choice"' in shown
    assert post_vote(client, item, "for").status_code == 302


def test_once_nothing_is_left_closing_is_the_next_step_then_the_minutes() -> None:
    made = making.committee()
    item = making.voting(made)
    chair = signed_in(made.mandates[0].user)
    path = url(item.session, "salle")
    making.cast(made, item, "for", "for", "for")
    making.decide(made, item)
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


def test_closing_before_everyone_voted_is_folded_and_says_who_is_missing() -> None:
    made = making.committee(4)
    item = making.voting(made)
    chair, path = signed_in(made.mandates[0].user), url(item.session, "salle")
    making.cast(made, item, *["for"] * 2)
    missing = [str(mandate.user) for mandate in made.mandates[2:]]
    shown = html(chair, path)
    assert "Clore sans attendre 2\u00a0bulletins</summary>" in shown
    assert f"On attend encore&nbsp;: {missing[0]} et {missing[1]}." in shown
    assert "rien n’est écrit à la structure avant que vous proclamiez le résultat" in shown
    for mandate in made.mandates[2:]:
        room.cast_ballot(item, round_id=making.round_of(item).pk, choice="for", user=mandate.user)
    complete = html(chair, path)
    assert "sans attendre" not in complete
    assert ">Clore le vote</button>" in complete


def test_the_chair_whose_own_ballot_is_missing_is_told() -> None:
    made = making.committee(3)
    item = making.voting(made)
    for mandate in made.mandates[1:]:
        room.cast_ballot(item, round_id=making.round_of(item).pk, choice="for", user=mandate.user)
    shown = html(signed_in(made.mandates[0].user), url(item.session, "salle"))
    assert "Clore sans attendre 1\u00a0bulletin, le vôtre</summary>" in shown
    assert "On attend encore&nbsp;: vous." in shown


def closing(choices: list[str]) -> tuple[AgendaItem, str, str]:
    """The item, what the chair is told when the vote is closed, and the room after it."""
    made = making.committee(3)
    item = making.voting(made)
    making.cast(made, item, *choices)
    chair = signed_in(made.mandates[0].user)
    data = {"round": making.round_of(item).pk}
    answer = chair.post(url(item.session, "points", item.pk, "clore"), data, follow=True)
    (told,) = [str(message) for message in answer.context["messages"]]
    return item, told, answer.content.decode()


def test_a_proclaimed_result_says_so_in_the_same_word_everywhere() -> None:
    made = making.committee(3)
    item = making.voting(made)
    making.cast(made, item, *["for"] * 3)
    making.close(made, item)
    chair = signed_in(made.mandates[0].user)
    before = html(chair, url(item.session, "salle"))
    assert "Résultat à proclamer&nbsp;: dossier validé" in before
    assert "<b>3</b><span>pour</span>" in before
    answer = chair.post(url(item.session, "points", item.pk, "decider"), follow=True)
    (told,) = [str(message) for message in answer.context["messages"]]
    shown = answer.content.decode()
    assert told == "Résultat proclamé\u00a0: dossier validé. La structure est prévenue."
    assert "Validé</span>" in shown
    assert "<small>Validé</small>" in shown
    assert "la décision est inscrite au dossier, la structure en est prévenue" in shown
    assert "Décidé" not in shown
    assert "avis" not in shown.lower()


@pytest.mark.parametrize(
    ("choice", "told"),
    [
        ("for", "Vote clos. Proclamez le résultat."),
        ("against", "Vote clos. Écrivez les motifs pour proclamer le résultat."),
        ("abstention", "Vote clos, sans décision."),
    ],
)
def test_a_vote_that_does_not_decide_yet_says_what_is_left(choice: str, told: str) -> None:
    _, said, shown = closing([choice] * 3)
    assert said == told
    assert "Et maintenant" not in shown


def test_a_pronounced_refusal_is_told_with_its_word() -> None:
    made = making.committee(3)
    item = making.voting(made)
    making.cast(made, item, *["against"] * 3)
    making.close(made, item)
    chair = signed_in(made.mandates[0].user)
    path = url(item.session, "points", item.pk, "decider")
    answer = chair.post(path, {"reason": "Plan trop vague."}, follow=True)
    (told,) = [str(message) for message in answer.context["messages"]]
    assert told == "Résultat proclamé\u00a0: dossier refusé. La structure est prévenue."


def test_before_the_session_the_room_is_not_live_and_counts_nobody_absent() -> None:
    made = making.committee(4)
    session = making.planned(made)
    making.item(made, session)
    perform(session, "convene", actor=made.cress)
    member = signed_in(made.mandates[1].user)
    waiting = html(member, url(session, "salle"))
    assert "Pas encore ouverte" in waiting
    assert "2\u00a0membres présents, sur 4 pouvant voter sur ce point" in waiting
    for early in ("En direct", "Non atteint", "non atteint", "absents"):
        assert early not in waiting
    perform(session, "open", actor=made.chair)
    live = html(member, url(session, "salle"))
    assert "En direct" in live
    assert "Non atteint" in live


def test_a_bar_that_is_not_detailed_is_an_outline_and_the_key_says_what_is_drawn() -> None:
    made = making.committee(9)
    item = making.voting(made)
    making.cast(made, item, *["for"] * 8, "against")
    making.close(made, item)
    shown = html(signed_in(made.mandates[1].user), url(item.session, "salle"))
    key = re.findall(r'<i class="sq k-(\w+)">', shown)
    assert key == ["for", "against"]
    assert 'class="withheld"' not in shown
    small = making.committee(3)
    hidden = making.voting(small)
    making.cast(small, hidden, *["for"] * 3)
    making.close(small, hidden)
    undetailed = html(signed_in(small.mandates[1].user), url(hidden.session, "salle"))
    assert undetailed.count('class="withheld"') == 3
    assert "sq k-" not in undetailed


def test_without_a_quorum_nobody_is_told_that_they_may_vote() -> None:
    made = making.committee(6)
    session = making.opened(made, present=1)
    item = session.items.get()
    chair, path = signed_in(made.mandates[0].user), url(session, "salle")
    before = html(chair, path)
    assert '<button class="btn btn-outline" type="submit" aria-describedby="sans-quorum">' in before
    assert 'class="btn btn-primary" type="submit">Enregistrer les présences' in before
    answer = chair.post(url(session, "points", item.pk, "ouvrir"), follow=True)
    (told,) = [str(message) for message in answer.context["messages"]]
    assert told == "Point ouvert, sans quorum\u00a0: 1\u00a0membre présent, pour 3 requis."


def test_with_a_quorum_the_chair_opens_the_point_and_members_may_vote() -> None:
    made = making.committee(6)
    session = making.opened(made, present=3)
    item = session.items.get()
    chair = signed_in(made.mandates[0].user)
    shown = html(chair, url(session, "salle"))
    assert 'class="btn btn-primary" type="submit">Ouvrir ce point' in shown
    answer = chair.post(url(session, "points", item.pk, "ouvrir"), follow=True)
    (told,) = [str(message) for message in answer.context["messages"]]
    assert told == "Point ouvert\u00a0: les membres peuvent voter."


def test_a_vote_is_changed_in_two_steps_and_works_without_scripts() -> None:
    made = making.committee()
    item = making.voting(made)
    client, path = signed_in(made.mandates[1].user), url(item.session, "salle")
    vote = url(item.session, "points", item.pk, "vote")
    post_vote(client, item, "for")
    recorded = html(client, path)
    assert 'type="submit" name="choice"' not in recorded
    assert post_vote(client, item, "against").status_code == 409
    [change] = re.findall(r'href="([^"]*[?]changer=[^"]*)"', recorded)
    changing = html(client, change)
    assert changing.count('type="submit" name="choice"') == 4
    assert 'name="recorded" value="for"' in changing
    data = {"round": making.round_of(item).pk, "choice": "against", "recorded": "for"}
    assert client.post(vote, data).status_code == 302
    assert re.search(r'value="against"[^>]*aria-pressed="true"', html(client, path))


def test_the_chair_reminds_and_each_awaited_reads_it_where_they_vote() -> None:
    made = making.committee()
    item = making.voting(made)
    making.cast(made, item, "for", "for")
    chair, path = signed_in(made.mandates[0].user), url(item.session, "points", item.pk, "relancer")
    assert chair.post(path).status_code == 302
    assert "<b>Votre vote est attendu.</b>" in html(
        signed_in(made.mandates[2].user), url(item.session, "salle")
    )
    assert "Votre vote est attendu" not in html(
        signed_in(made.mandates[1].user), url(item.session, "salle")
    )
    again = chair.post(path)
    assert again.status_code == 422
    assert "laissez deux minutes aux votants" in again.content.decode()


def test_quorum_dots_fill_before_the_session_opens() -> None:
    made = making.committee(4)
    session = making.planned(made)
    making.item(made, session)
    perform(session, "convene", actor=made.cress)
    member, other = (signed_in(mandate.user) for mandate in made.mandates[1:3])
    assert "Je suis là" in html(member, url(session, "salle"))
    member.post(url(session, "presences", "moi"))
    shown = html(other, url(session, "salle"))
    assert shown.count('class="seat on"') == 1
    assert "3\u00a0attendus" in shown


def test_the_direction_reads_what_the_proclamation_will_write_and_nothing_leaves() -> None:
    made = making.committee(3)
    item = making.voting(made)
    making.cast(made, item, *["for"] * 3)
    making.close(made, item)
    direction = signed_in(factories.manager())
    page = html(direction, url(item.session, "salle"))
    link = re.search(r'href="(/[^"]*agendaitem\.decide[^"]*)"', page)
    assert link
    assert "Le label OSE vous est attribué" in html(direction, link[1])
    item.refresh_from_db()
    assert item.state == "open"
