"""The committee decides a kind of case that it was told nothing of: a petition."""

import pytest
from django.utils import timezone

from committee.bodies.models import Body
from committee.bodies.voting_rules import Majority, VotingRule
from committee.room import operations as room
from committee.secretariat.minutes_draft import draft_minutes
from committee.sessions.candidates import candidates
from committee.sessions.case_page import agenda
from committee.sessions.models import AgendaItem, Session
from committee.voting.conflicts import eligible
from committee.voting.models import Decision
from tests import factories
from tests.committee import making
from tests.committee.pages import html, signed_in, url
from tests.petitions.models import Petition
from workflows.actors import Actor
from workflows.engine import create, perform
from workflows.models import Task
from workflows.proof.report import all_parts
from workflows.verdicts import Forbidden, Refused

pytestmark = pytest.mark.django_db


def petition(title: str = "Ouvrir les séances au public") -> Petition:
    made = Petition(kind=Petition._meta.label_lower, title=title, opened_at=timezone.now())
    return create(made, actor=factories.SYSTEM, action="receive")


def problems() -> list[str]:
    return [str(problem) for part in all_parts() for problem in part.problems]


def test_a_petition_is_put_on_an_agenda_voted_and_moved_with_its_proof() -> None:
    made, case = making.committee(), petition()
    assert [waiting.pk for waiting in candidates()] == [case.pk]
    [remark] = agenda(case, Actor.of(made.director))
    assert "Inscrivez-le" in remark.text
    item = making.voting(made, case)
    assert making.round_of(item).question == "Accueillez-vous cette pétition\u00a0?"
    making.cast(made, item, "for", "for", "for", "against")
    making.decide(made, item)
    case.refresh_from_db()
    decision = Decision.objects.get()
    assert (case.state, decision.outcome) == ("granted", "grant")
    moves = case.history.order_by("history_id").values_list("transition", "actor")
    assert [*moves][1:] == [
        ("debate", f"deliberation:{item.pk}"),
        ("grant", f"decision:{decision.pk}"),
    ]
    assert not Task.objects.open().filter(process__case=case.pk).exists()
    assert not candidates().exists()
    assert problems() == []


def test_a_vote_that_declines_it_settles_nothing_where_the_case_does_not_say_so() -> None:
    made, case = making.committee(), petition()
    item = making.voting(made, case)
    making.cast(made, item, "against", "against", "against")
    assert making.close(made, item).outcome is None
    room.put_to_vote(item, proposal="dismiss", actor=made.chair)
    making.cast(made, item, "for", "for", "for")
    making.close(made, item)
    with pytest.raises(Refused) as refused:
        room.decide(item, reasons=" ", actor=made.chair)
    assert [unmet.field for unmet in refused.value.unmet] == ["reason"]
    room.decide(item, reasons="La salle est trop petite.", actor=made.chair)
    case.refresh_from_db()
    assert (case.state, case.answer) == ("dismissed", "La salle est trop petite.")
    assert problems() == []


def test_the_room_and_the_minutes_speak_of_a_petition_in_its_own_words() -> None:
    made = making.committee()
    item = making.voting(made, petition())
    chair, path = signed_in(made.mandates[0].user), url(item.session, "salle")
    page = html(chair, path)
    assert "Accueillez-vous cette pétition" in page
    assert "Lire la pétition" in page
    assert "Écarter" in page.partition('id="autre-')[2].partition("</details>")[0]
    assert "dossier" not in page.partition('id="autre-')[2].partition("</details>")[0]
    post = url(item.session, "points", item.pk, "proposition")
    assert chair.post(post, {"proposal": "refuse"}).status_code == 422
    chair.post(post, {"proposal": "dismiss"})
    making.cast(made, item, "for", "for", "for")
    making.close(made, item)
    assert "Résultat à proclamer&nbsp;: pétition écartée" in html(chair, path)
    room.decide(item, reasons="La salle est trop petite.", actor=made.chair)
    assert "Pétition écartée" in html(chair, path)
    perform(item.session, "close", actor=made.chair)
    assert "Décision\u00a0: pétition écartée." in draft_minutes(item.session)


def test_a_proposal_of_another_kind_of_case_is_not_put_to_the_vote() -> None:
    made = making.committee()
    item = making.opened(made, petition()).items.get()
    with pytest.raises(Refused) as refused:
        room.open_item(item, actor=made.chair, proposal="validate")
    assert [unmet.code for unmet in refused.value.unmet] == ["unknown_proposal"]
    assert Petition.objects.get().state == "received"


@pytest.mark.breaks_history
def test_without_an_organisation_only_the_person_in_charge_is_kept_from_the_vote() -> None:
    made, case = making.committee(), petition()
    Petition.objects.filter(pk=case.pk).update(assignee=made.mandates[1].user)
    item = making.opened(made, case).items.get()
    kept = {mandate.pk for mandate in made.mandates} - {m.pk for m in eligible(item)}
    assert kept == {made.mandates[1].pk}


def test_a_decision_about_one_petition_moves_no_other() -> None:
    made, other = making.committee(), petition("Une autre")
    making.voting(made, other)
    other.refresh_from_db()
    mine = petition()
    for actor in (factories.decision(mine, "grant"), factories.decision(other, "dismiss")):
        with pytest.raises(Forbidden):
            perform(other, "grant", actor=actor)


def test_the_question_written_for_an_item_is_asked_instead() -> None:
    made, case = making.committee(), petition()
    session = making.opened(made, case)
    AgendaItem.objects.filter(session=session).update(question="Et demain\u00a0?")
    item = room.open_item(session.items.get(), actor=made.chair)
    assert making.round_of(item).question == "Et demain\u00a0?"
    room.put_to_vote(item, proposal="dismiss", actor=made.chair)
    assert making.round_of(item).question == "Écartez-vous cette pétition\u00a0?"


@pytest.mark.breaks_history
def test_a_session_votes_under_the_rule_it_was_convened_with() -> None:
    made = making.committee()
    session = making.opened(made, petition())
    convened = session.rule
    stricter = VotingRule(version=2, majority=Majority.QUALIFIED)
    Body.objects.filter(pk=made.body.pk).update(rule=stricter.to_dict())
    session = Session.objects.get(pk=session.pk)
    assert session.rule == convened
    assert session.voting_rule.version == 1
    item = room.open_item(session.items.get(), actor=made.chair)
    making.cast(made, item, "for", "for", "for", "against", "against")
    assert making.decide(made, item).result == "adopted"
    assert Decision.objects.get().proof["rule"] == convened
    made.body.refresh_from_db()
    later = making.planned(made, in_days=1)
    assert (later.rule, later.voting_rule) == (None, stricter)
    making.item(made, later, petition("Une autre"))
    perform(later, "convene", actor=made.cress)
    assert later.rule == stricter.to_dict()
