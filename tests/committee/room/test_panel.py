"""Who hears an appeal, told on its page before the session: to each what is theirs to read."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from committee.appointments.operations import appoint
from committee.room import operations as room
from committee.room.panel import panel_of
from committee.sessions.models import AgendaItem
from committee.voting.conflicts import eligible, seats_on_item
from committee.voting.headcount import WHEN_TOO_FEW
from labelling.instruction.enums import ApplicationState
from tests import factories
from tests.committee import making
from tests.directory.making import interest, logged_in
from tests.labelling.oversight import making as reviews
from tests.labelling.oversight.appeals import suspended_by
from tests.scenes.scene import again
from workflows.actors import Actor
from workflows.engine import perform
from workflows.models import Case
from workflows.pages.remarks import Section, remarks_of, sections_of
from workflows.presentation.french import format_long_date
from workflows.verdicts import Refused

pytestmark = pytest.mark.django_db
TITLE = "Qui examine ce recours"


def told(case: Case, actor: Actor) -> Section:
    (section,) = sections_of(case, actor)
    return section


def text_of(section: Section) -> str:
    lines = [*section.lines, *(line for _, lines in section.groups for line in lines)]
    return " ".join(lines)


def test_the_cress_reads_who_hears_it_and_why_others_do_not() -> None:
    made = making.committee(10)
    review = suspended_by(made)
    interest(made.mandates[5].user, review.organisation)
    section = told(review, made.cress)
    (_, hearing), (_, apart) = section.groups
    assert (section.title, section.tone) == (TITLE, "")
    assert [str(seat.user) in " ".join(hearing) for seat in made.mandates[6:]] == [True] * 4
    assert len(hearing) == 4
    voted = [line for line in apart if "a voté la décision contestée" in line]
    assert len(voted) == 5
    assert [line for line in apart if "lien d’intérêt déclaré" in line] == [
        f"{made.mandates[5].user}, {made.mandates[5].college}\u00a0: "
        "a un lien d’intérêt déclaré avec la structure"
    ]
    assert "Membres pouvant voter sur ce point\u00a0: 4, pour un minimum de 3." in section.lines
    assert "Aucune séance n’est prévue" in section.lines[0]


def test_it_says_of_a_session_to_come_what_the_room_will_say() -> None:
    made = making.committee(7)
    review = suspended_by(made)
    session = making.planned(made, in_days=20)
    ahead = panel_of(review, made.body)
    item = making.item(made, session, review)
    for found in (ahead, panel_of(review, made.body)):
        assert found.session == session
        assert {seat.pk for seat in found.hearing} == {seat.pk for seat in eligible(item)}
        assert {seat.pk: seat.conflict for seat in found.seats} == {
            seat.pk: seat.conflict for seat in seats_on_item(item)
        }


def test_a_recusal_declared_once_still_counts_when_no_agenda_has_it() -> None:
    made = making.committee(8)
    review = suspended_by(made)
    item = making.item(made, making.planned(made, in_days=20), review)
    room.recuse(item, mandate=made.mandates[5], reason="Une amie y travaille.", actor=made.cress)
    perform(again(item), "remove", actor=made.cress)
    _, (_, apart) = told(review, made.cress).groups
    assert [line for line in apart if line.endswith("Une amie y travaille.")]


def test_with_too_few_left_it_says_so_in_the_words_of_the_room_and_what_can_be_done() -> None:
    made = making.committee(5)
    review = suspended_by(made)
    section = told(review, made.cress)
    assert section.tone == "wait"
    assert WHEN_TOO_FEW in section.lines
    assert section.action == "Nommer des membres"
    item = making.item(made, making.planned(made), review)
    perform(item.session, "convene", actor=made.cress)
    perform(item.session, "open", actor=made.chair)
    making.attend(made, item.session, made.mandates)
    with pytest.raises(Refused) as refusal:
        room.open_item(item, actor=making.leader(item))
    (sentence,) = [
        remark.text
        for remark in remarks_of(review, reviews.holder(review))
        if "contestée" in remark.text
    ]
    assert "2\u00a0membres peuvent le faire. Il en faut 3\u00a0: la CRESS reporte" in sentence
    unmet = {unmet.code: unmet for unmet in refusal.value.unmet}["too_few_eligible"]
    assert unmet.message in section.lines
    assert unmet.hint == WHEN_TOO_FEW
    page = logged_in(made.director).get(f"{item.session.get_absolute_url()}salle/").text
    assert unmet.message in page
    assert WHEN_TOO_FEW in page


def test_a_later_session_at_which_enough_will_sit_is_named() -> None:
    made = making.committee(5)
    review = suspended_by(made)
    first = making.planned(made, in_days=10)
    making.item(made, first, review)
    later = making.planned(made, in_days=40)
    assert "réunirait" not in text_of(told(review, made.cress))
    starts_on = timezone.localdate() + timedelta(days=30)
    appoint(
        user=factories.user("Mona", "Le Goff"),
        college=made.mandates[0].college,
        starts_on=starts_on,
        actor=factories.SYSTEM,
    )
    expected = f"La séance du {format_long_date(later.held_on)} réunirait assez de membres."
    assert expected in told(review, made.cress).lines


def test_a_college_of_which_nobody_is_left_is_named() -> None:
    made = making.committee(6)
    review = suspended_by(made, voters=4)
    assert made.mandates[0].college == made.mandates[3].college
    expected = f"Sans personne qui puisse voter\u00a0: {made.mandates[0].college}."
    assert expected in told(review, made.cress).lines


def test_each_reads_what_is_theirs() -> None:
    made = making.committee(8)
    review = suspended_by(made)
    making.item(made, making.planned(made, in_days=20), review)
    whole = [made.chair, made.cress, Actor.of(factories.monitor())]
    whole.append(Actor.of(factories.instructor()))
    assert [told(review, actor).title for actor in whole] == [TITLE] * 4
    for actor in (reviews.holder(review), Actor.of(made.mandates[6].user)):
        assert sections_of(review, actor) == []
        sentences = " ".join(remark.text for remark in remarks_of(review, actor))
        assert (
            "n’ont pas voté la décision contestée\u00a0: aujourd’hui, 4\u00a0membres" in sentences
        )
        assert not any(str(seat.user) in sentences for seat in made.mandates)
    page = logged_in(reviews.holder(review).user).get(review.get_absolute_url()).text
    assert "4\u00a0membres peuvent le faire" in page
    assert not any(str(seat.user) in page for seat in made.mandates)
    assert TITLE in logged_in(made.director).get(review.get_absolute_url()).text


def test_nothing_is_said_where_nothing_is_contested() -> None:
    made = making.committee(5)
    for where in ("referred", "lifting", "suspended"):
        review = reviews.review(where)
        assert sections_of(review, made.cress) == []
        assert all("contestée" not in remark.text for remark in remarks_of(review, made.cress))


def test_it_costs_the_same_however_many_sit(django_assert_num_queries: Any) -> None:
    for members in (5, 9):
        made = making.committee(members)
        review = suspended_by(made)
        making.item(made, making.planned(made), review)
        found = again(review)
        with django_assert_num_queries(2):
            panel_of(found, made.body)


def test_it_asks_nothing_where_nothing_is_contested(django_assert_num_queries: Any) -> None:
    review, director = reviews.review("referred"), Actor.of(factories.manager())
    with django_assert_num_queries(0):
        assert sections_of(review, director) == []


def test_so_it_is_of_a_dossier_that_was_refused() -> None:
    made = making.committee(8)
    dossier = factories.dossier(ApplicationState.ADMISSIBLE)
    assert sections_of(dossier, made.cress) == []
    session = making.opened(made, dossier, present=4)
    item = session.items.get()
    room.open_item(item, actor=made.chair, proposal="refuse")
    making.cast(made, item, *["for"] * 4)
    making.close(made, item)
    room.decide(AgendaItem.objects.get(pk=item.pk), reasons="Trop tôt.", actor=made.chair)
    perform(again(session), "close", actor=made.chair)
    dossier = again(dossier)
    person = Actor.of(factories.representative_of(dossier))
    perform(dossier, "appeal", actor=person, reason="Nous contestons.")
    (_, hearing), (_, apart) = told(dossier, made.cress).groups
    assert (len(hearing), len(apart)) == (4, 4)
    assert TITLE in logged_in(made.director).get(dossier.get_absolute_url()).text
    theirs = logged_in(person.user).get(dossier.get_absolute_url()).text
    assert "4\u00a0membres peuvent le faire" in theirs
