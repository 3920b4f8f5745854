"""Planning a session and changing one: what is said of its day, what is kept, what is refused."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests.committee import making
from tests.committee.pages import html, signed_in, url
from workflows.engine import perform
from workflows.presentation.french import format_date

pytestmark = pytest.mark.django_db
PLAN = "/seances/nouvelle/"


def typed(made: making.Committee, day: date, **others: str) -> dict[str, Any]:
    """What is typed to plan a session on `day`."""
    at = {"held_on": day.isoformat(), "starts_at": "14:00", "place": "Angers"}
    return {**at, "chair": made.mandates[0].pk, **others}


def test_a_session_changed_by_a_colleague_meanwhile_is_not_written_over() -> None:
    made = making.committee()
    session = making.planned(made, in_days=20)
    page_url = url(session, "modifier")
    client = signed_in(made.director)
    form = client.get(page_url).context["form"]
    data = {name: form[name].value() for name in form.fields} | {"starts_at": "14:00"}
    client.post(page_url, data | {"place": "Angers"})
    conflict = client.post(page_url, data | {"starts_at": "16:00"})
    assert conflict.status_code == 409
    told = conflict.context["form"]
    assert set(told.errors) == {"place", "starts_at"}
    assert "«\u00a0Angers\u00a0»" in conflict.text
    assert told["starts_at"].value() == "16:00"
    session.refresh_from_db()
    assert session.place == "Angers"
    merged = data | {"starts_at": "16:00", "place": "Angers", "seen": told["seen"].value()}
    assert client.post(page_url, merged).status_code == 302


def test_the_tab_of_a_session_that_is_changed_says_which() -> None:
    made = making.committee()
    session = making.planned(made, in_days=20)
    page = html(signed_in(made.director), url(session, "modifier"))
    assert f"<title>Modifier la séance du {format_date(session.held_on)}" in page


def test_a_second_click_on_a_changed_session_is_no_conflict() -> None:
    made = making.committee()
    session = making.planned(made, in_days=20)
    client = signed_in(made.director)
    form = client.get(url(session, "modifier")).context["form"]
    data = {name: form[name].value() for name in form.fields} | {"starts_at": "14:00"}
    for _ in range(2):
        answer = client.post(url(session, "modifier"), data | {"place": "Angers"})
        assert answer.headers["Location"] == url(session)


def test_a_refused_plan_says_so_beside_the_field_and_keeps_what_was_typed() -> None:
    made = making.committee()
    response = signed_in(made.director).post(PLAN, typed(made, date(2020, 1, 2)))
    page = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_held_on"' in page
    assert "Cette date est passée." in page
    assert 'value="Angers"' in page


def test_what_is_planned_already_is_said_beside_the_date_and_again_once_planned() -> None:
    made = making.committee()
    first = making.planned(made, in_days=20)
    client = signed_in(made.director)
    said = f"Déjà prévu\u00a0: le {format_date(first.held_on)} à 14\u00a0h."
    assert said in html(client, PLAN)
    data = typed(made, first.held_on)
    refused = client.post(PLAN, data)
    assert refused.status_code == 422
    assert "Une séance est déjà prévue ce jour-là à 14\u00a0h." in refused.text
    page = client.post(PLAN, data | {"starts_at": "16:00"}, follow=True).text
    assert "Une autre séance est prévue ce jour-là, à 14\u00a0h." in page


def test_a_short_notice_is_said_while_planning_and_on_the_pages_that_follow() -> None:
    made = making.committee()
    client = signed_in(made.director)
    data = typed(made, timezone.localdate() + timedelta(days=2))
    refused = client.post(PLAN, data)
    assert refused.status_code == 422
    assert "Le délai de convocation est passé" in refused.text
    assert 'href="#id_notice_waived_reason"' in refused.text
    assert "(facultatif)" not in refused.text
    waived = data | {"notice_waived_reason": "Les membres l’acceptent."}
    assert client.post(PLAN, waived).status_code == 302
    assert "Convocation à délai abrégé" in html(client, "/")


def test_a_delay_that_passed_stands_out() -> None:
    made = making.committee()
    session = making.planned(made, in_days=2, waived="")
    client = signed_in(made.director)
    assert '<p class="o-note t-stop">Délai passé' in html(client, url(session))
    desk = html(client, "/")
    assert "délai passé" in desk
    assert "Convocation au plus tard" not in desk


def test_a_session_that_is_convened_offers_no_form_and_says_what_to_do_instead() -> None:
    made = making.committee()
    session = making.planned(made, in_days=20)
    making.item(made, session)
    perform(session, "convene", actor=made.cress)
    client = signed_in(made.director)
    answer = client.get(url(session, "modifier"))
    assert answer.status_code == 422
    assert "annulez cette séance" in answer.text
    assert "<textarea" not in answer.text
    perform(session, "cancel", actor=made.cress, reason="Trop d’absents.")
    assert client.get(url(session, "modifier")).status_code == 422


def test_convening_too_late_lists_what_is_missing() -> None:
    made = making.committee()
    session = making.planned(made, in_days=2, waived="")
    making.item(made, session)
    client = signed_in(made.director)
    assert 'aria-disabled="true"' in html(client, url(session))
    response = client.post(url(session, "etapes", "convene"), {"expected": "planned"})
    assert response.status_code == 422
    assert "Il faut convoquer au moins" in response.content.decode()


def test_a_planned_session_that_says_nothing_is_refused_in_words_of_ours() -> None:
    answer = signed_in(making.committee().director).post(PLAN, {})
    assert answer.status_code == 422
    shown = answer.content.decode()
    for told in ("le jour", "l’heure", "où se tient", "qui préside"):
        assert told in shown
    assert "Ce champ est obligatoire" not in shown
