"""The right granted: its dates, what time brings, what the public is told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.recognitions.enums import RecognitionState
from directory.recognitions.inputs import Sanction
from directory.recognitions.models import Recognition
from directory.recognitions.operations import apply_time
from directory.recognitions.public_facts import facts_of
from directory.recognitions.rules import longest_suspension
from tests import factories, sanctions
from tests.directory.making import label, noon
from workflows import checks
from workflows.actors import Actor
from workflows.engine import perform
from workflows.lifecycles import machine_of
from workflows.presentation.french import format_date
from workflows.verdicts import Forbidden, Refused

pytestmark = pytest.mark.django_db
TICK = Actor.system("tick")
NOTHING = {"renewed": 0, "started": 0, "resumed": 0, "expired": 0, "failed": 0}


@pytest.mark.parametrize(
    ("granted", "last_day"),
    [
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2025, 3, 1), date(2028, 3, 1)),
        (date(2025, 2, 28), date(2028, 2, 28)),
        (date(2026, 12, 10), date(2029, 12, 10)),
    ],
)
def test_three_years_to_the_day(granted, last_day) -> None:
    recognition = label(factories.organisation(), granted)
    assert (recognition.state, recognition.valid_from) == (RecognitionState.ACTIVE, granted)
    assert recognition.valid_until == last_day
    assert apply_time(noon(last_day)) == NOTHING
    assert apply_time(noon(last_day + timedelta(days=1))) == {**NOTHING, "expired": 1}
    recognition.refresh_from_db()
    assert (recognition.state, recognition.ended_on) == (RecognitionState.EXPIRED, last_day)


def test_expiry_waits_for_the_day_after_the_last_and_for_the_system() -> None:
    recognition = label(factories.organisation(), date(2024, 2, 29))
    with pytest.raises(Refused) as refused:
        perform(recognition, "expire", actor=TICK, at=noon(date(2027, 2, 28)))
    assert [unmet.code for unmet in refused.value.unmet] == ["still_valid"]
    with pytest.raises(Forbidden):
        perform(recognition, "expire", actor=Actor.of(factories.manager()))


def test_a_renewal_starts_on_the_last_day_of_the_one_before() -> None:
    organisation = factories.organisation()
    first = label(organisation, date(2024, 2, 29))
    second = label(organisation, date(2026, 11, 3))
    assert (second.state, second.previous) == (RecognitionState.SCHEDULED, first)
    assert (second.valid_from, second.valid_until) == (date(2027, 2, 28), date(2030, 2, 28))
    with pytest.raises(Refused) as refused:
        perform(second, "start", actor=TICK, at=noon(date(2027, 2, 27)))
    codes = [unmet.code for unmet in refused.value.unmet]
    assert codes == ["too_early", "previous_running"]

    assert apply_time(noon(date(2027, 2, 27))) == NOTHING
    assert apply_time(noon(date(2027, 2, 28))) == {**NOTHING, "renewed": 1, "started": 1}
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (RecognitionState.RENEWED, RecognitionState.ACTIVE)
    assert list(Recognition.objects.public()) == [second]


def test_time_applied_twice_changes_nothing_more() -> None:
    label(factories.organisation(), date(2020, 1, 15))
    label(factories.organisation(), date(2021, 1, 15))
    at = noon(date(2023, 6, 1))
    assert apply_time(at) == {**NOTHING, "expired": 1}
    rows = Recognition.history.count()
    assert apply_time(at) == NOTHING
    assert Recognition.history.count() == rows


@pytest.mark.parametrize("name", ["suspend", "withdraw"])
def test_the_cress_alone_neither_suspends_nor_withdraws(name: str) -> None:
    recognition = label(factories.organisation(), timezone.localdate())
    review = sanctions.review_of(recognition)
    data = {
        "suspend": sanctions.suspension(recognition),
        "withdraw": Sanction(review.pk),
    }
    for person in (factories.instructor(), factories.manager()):
        with pytest.raises(Forbidden):
            perform(recognition, name, actor=Actor.of(person), data=data[name], reason="Motif")


def test_a_decision_sanctions_the_recognition_that_it_is_about_and_no_other() -> None:
    mine, other = (label(factories.organisation(), timezone.localdate()) for _ in range(2))
    decision = sanctions.decision_on(mine, "suspend")
    with pytest.raises(Forbidden):
        perform(other, "suspend", actor=decision, data=sanctions.suspension(other), reason="Motif")
    with pytest.raises(Forbidden):  # nor does it do what it does not say
        perform(mine, "withdraw", actor=decision, data=Sanction(1), reason="Motif")
    with pytest.raises(Refused):
        perform(mine, "suspend", actor=decision, data=sanctions.suspension(mine))


def test_a_suspension_is_no_longer_than_its_maximum() -> None:
    recognition = label(factories.organisation(), timezone.localdate())
    longest = longest_suspension(timezone.localdate())
    with pytest.raises(Refused) as refused:
        sanctions.suspend(recognition, until=longest + timedelta(days=1))
    assert [unmet.code for unmet in refused.value.unmet] == ["suspension_too_long"]


def test_a_suspension_past_its_term_is_over() -> None:
    recognition = label(factories.organisation(), timezone.localdate())
    sanctions.suspend(recognition)
    last_day = recognition.suspension_due_on
    assert last_day is not None
    assert apply_time(noon(last_day)) == NOTHING
    assert apply_time(noon(last_day + timedelta(days=1))) == {**NOTHING, "resumed": 1}
    recognition.refresh_from_db()
    assert (recognition.state, recognition.suspended_on) == (RecognitionState.ACTIVE, None)
    assert recognition.sanction is None


def test_a_withdrawal_annulled_gives_it_back_with_what_it_took_along() -> None:
    organisation = factories.organisation()
    first = label(organisation, date(2026, 1, 15))
    second = label(organisation, date(2026, 11, 3))
    sanctions.withdraw(first)
    annulled = sanctions.decision_on(first, "annul")
    perform(first, "restore", actor=annulled, reason="Annulé.")
    second.refresh_from_db()
    assert (first.state, first.ended_on, first.sanction) == (RecognitionState.ACTIVE, None, None)
    assert (second.state, second.ended_on) == (RecognitionState.SCHEDULED, None)


def page_of(recognition: Recognition) -> str:
    return Client().get(recognition.get_absolute_url()).content.decode()


def test_the_public_page_says_what_the_label_is_worth() -> None:
    recognition = label(factories.organisation("Théâtre de la Levée"), timezone.localdate())
    page = page_of(recognition)
    assert "Ce label est valide" in page
    assert "Théâtre de la Levée" in page
    assert recognition.signature.digest in page

    sanctions.suspend(recognition, reason="Motif confidentiel")
    page = page_of(recognition)
    assert "Ce label est suspendu" in page
    assert "ne peut pas afficher le logo" in page
    assert "Motif confidentiel" not in page
    assert "au plus tard, sauf décision d’ici là" in page
    sanctions.withdraw(recognition, reason="Motif confidentiel")
    page = page_of(recognition)
    assert "Ce label a été retiré" in page
    assert "sauf décision d’ici là" not in page


def test_past_its_last_day_a_label_is_expired_even_before_the_tick() -> None:
    recognition = label(factories.organisation(), date(2024, 2, 29))
    with time_machine.travel(noon(date(2027, 2, 28)), tick=False):
        assert "Ce label est valide" in page_of(recognition)
    with time_machine.travel(noon(date(2027, 3, 1)), tick=False):
        page = page_of(recognition)
        assert "Ce label a expiré" in page
        assert "expiré le 28\u00a0février\u00a02027" in page


def test_the_public_page_says_what_was_granted_and_when() -> None:
    granted = factories.dossier("validated").recognitions.get()
    page = page_of(granted).replace("&nbsp;", " ")
    assert f'N° <span class="o-num">{granted.number}</span>' in page
    facts = [(fact.label, fact.value) for fact in facts_of(granted)]
    assert ("Décision du comité", format_date(timezone.localdate())) in facts
    for label_, value in facts:
        assert f"<dt>{label_}</dt><dd>{value}</dd>" in page


def test_a_renewed_label_leads_to_the_next() -> None:
    organisation = factories.organisation()
    first = label(organisation, date(2024, 2, 29))
    second = label(organisation, date(2026, 11, 3))
    apply_time(noon(date(2027, 2, 28)))
    page = page_of(first)
    assert "Ce label a été renouvelé" in page
    assert second.get_absolute_url() in page


@pytest.mark.parametrize("typed", ["{}", " {} ", "n° {}"])
def test_a_number_is_checked_as_people_copy_it(typed) -> None:
    recognition = label(factories.organisation(), timezone.localdate())
    number = typed.replace("n° ", "").format(recognition.number.lower().replace("-", " "))
    response = Client().get(reverse("directory:verify"), {"code": number})
    assert response.status_code == 302
    assert response["Location"] == recognition.get_absolute_url()


def test_an_unknown_number_is_said_plainly() -> None:
    client = Client()
    unknown = client.get(reverse("directory:recognition", kwargs={"number": "OSE-1999-0001"}))
    searched = client.get(reverse("directory:verify"), {"code": "OSE-1999-0001"})
    for response in (unknown, searched):
        assert response.status_code == 404
        page = response.content.decode()
        assert "Aucun label ne porte ce numéro. Vérifiez-le, ou cherchez par nom." in page
        assert "OSE-1999-0001" in page
    assert client.get(reverse("directory:verify"), {"code": ""}).status_code == 422


def test_each_of_its_states_says_how_it_shows(monkeypatch) -> None:
    machine = machine_of(Recognition)
    fewer = replace(machine, states=machine.states[:-1])
    monkeypatch.setattr(checks, "machine_of", lambda model: fewer)
    assert "workflows.E001" in {message.id for message in checks.check_model(Recognition)}
