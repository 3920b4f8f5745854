"""At mid-term a holder says where it stands; the CRESS reads it, and silence is looked into."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from directory.recognitions.models import Recognition
from labelling.exchanges.inputs import ProgressReport
from labelling.exchanges.models import ProgressExchange
from labelling.exchanges.operations import ask_exchange, exchange_window, send_report
from tests import factories, sanctions
from tests.directory.making import label, noon
from tests.files import pdf
from tests.labelling.browsing import client_of, location
from tests.labelling.renewal import making
from tests.notifications.reading import read
from workflows.actors import Actor
from workflows.background.ticking import run_tick
from workflows.correspondence.operations import attachments_of
from workflows.engine import perform
from workflows.models import Task
from workflows.verdicts import Forbidden, Refused

pytestmark = pytest.mark.django_db
TICK = Actor.system("tick")
START = date(2024, 10, 31)
REPORT = ProgressReport("Six actions sur dix.", "58 membres.", "Le temps.")


def asked(at: date) -> int:
    return run_tick(noon(at))["progress_exchanges"]["asked"]


def exchanged() -> ProgressExchange:
    held = label(factories.organisation(), START)
    return ask_exchange(held, actor=TICK, at=noon(exchange_window(START)[0]))


def holder(exchange: ProgressExchange) -> Actor:
    return Actor.of(factories.representative(exchange.organisation))


def page(name: str, exchange: ProgressExchange) -> str:
    return reverse(f"labelling:{name}", args=[exchange.pk])


def request_on(exchange: ProgressExchange) -> tuple[str, str]:
    task = Task.objects.open().requests().get(process__case_id=exchange.pk)
    return task.asks, task.audience


def test_it_is_asked_once_two_months_before_the_middle() -> None:
    held = label(factories.organisation(), START)
    # 31 October 2024, and sixteen months: February has no 31st.
    assert asked(date(2026, 2, 27)) == 0
    assert asked(date(2026, 2, 28)) == 1
    assert asked(date(2026, 3, 1)) == 0
    exchange = ProgressExchange.objects.get(recognition=held)
    assert (exchange.state, exchange.due_on) == ("asked", date(2026, 6, 30))
    assert str(exchange.reference).startswith("ECH-")
    assert request_on(exchange) == ("send_report", f"member:{held.organisation_id}")


@pytest.mark.parametrize("start", [date(2024, 3, 15), date(2024, 2, 29), date(2023, 12, 31)])
def test_not_a_day_sooner_wherever_the_months_end(start: date) -> None:
    label(factories.organisation(), start)
    asked_on, _ = exchange_window(start)
    assert asked(asked_on - timedelta(days=1)) == 0
    assert asked(asked_on) == 1


def test_asked_late_it_leaves_a_month() -> None:
    held = label(factories.organisation(), START)
    assert asked(date(2026, 6, 29)) == 1
    assert ProgressExchange.objects.get(recognition=held).due_on == date(2026, 7, 29)


@given(start=st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_the_window_holds_the_middle_whatever_the_calendar(start: date) -> None:
    asked_on, due_on = exchange_window(start)
    assert start < asked_on < due_on
    assert 115 <= (due_on - asked_on).days <= 124


def test_the_database_keeps_one_a_recognition() -> None:
    exchange = exchanged()
    with pytest.raises(IntegrityError), transaction.atomic():
        ask_exchange(exchange.recognition, actor=TICK, at=noon(date(2026, 3, 2)))


def test_it_is_sent_read_and_answered() -> None:
    exchange = exchanged()
    client = client_of(holder(exchange).user)
    sent = client.post(
        page("send_report", exchange),
        {"done": REPORT.done, "figures": REPORT.figures, "uploads": [pdf()]},
    )
    assert location(sent) == exchange.get_absolute_url()
    exchange.refresh_from_db()
    assert (exchange.state, exchange.done) == ("sent", REPORT.done)
    assert attachments_of(exchange, "progress").count() == 1
    reader = client_of(factories.instructor())
    assert REPORT.done in reader.get(page("answer_report", exchange)).text
    assert reader.post(page("answer_report", exchange), {"words": ""}).status_code == 422
    assert reader.post(page("answer_report", exchange), {"words": "Bravo."}).status_code == 302
    exchange.refresh_from_db()
    assert (exchange.state, exchange.answer) == ("answered", "Bravo.")
    assert "Bravo." in client.get(exchange.get_absolute_url()).text


def test_what_lacks_is_said_and_what_was_typed_stays() -> None:
    exchange = exchanged()
    answer = client_of(holder(exchange).user).post(
        page("send_report", exchange), {"done": "Six actions.", "figures": ""}
    )
    assert answer.status_code == 422
    assert "Donnez vos chiffres." in answer.text
    assert "Six actions." in answer.text
    exchange.refresh_from_db()
    assert exchange.state == "asked"


def test_it_is_the_holder_s_to_send_and_the_cress_s_to_read() -> None:
    exchange = exchanged()
    with pytest.raises(Forbidden):
        send_report(exchange, report=REPORT, actor=Actor.of(factories.representative()))
    send_report(exchange, report=REPORT, actor=holder(exchange))
    assert request_on(exchange) == ("answer_report", "group:cress-instructor")


def test_silence_is_late_the_day_after_and_what_comes_late_is_read() -> None:
    exchange = exchanged()
    with pytest.raises(Refused):
        perform(exchange, "lapse", actor=TICK, at=noon(exchange.due_on - timedelta(days=1)))
    run_tick(noon(exchange.due_on))
    exchange.refresh_from_db()
    assert exchange.state == "asked"
    run_tick(noon(exchange.due_on + timedelta(days=1)))
    exchange.refresh_from_db()
    assert exchange.state == "late"
    send_report(exchange, report=REPORT, actor=holder(exchange))
    assert exchange.state == "sent"


def test_what_is_over_is_asked_nothing_more() -> None:
    exchange = exchanged()
    sanctions.withdraw(exchange.recognition, reason="Fraude.", at=noon(date(2026, 3, 1)))
    assert run_tick(noon(date(2026, 3, 2)))["progress_exchanges"]["lifted"] == 1
    exchange.refresh_from_db()
    assert exchange.state == "lifted"
    assert not Task.objects.open().requests().filter(process__case_id=exchange.pk).exists()


def test_the_renewal_shows_it() -> None:
    held = making.labelled()
    with making.before_end(held, 18):
        exchange = ask_exchange(held, actor=TICK, at=noon(exchange_window(held.valid_from)[0]))
        send_report(exchange, report=REPORT, actor=Actor.of(making.holder(held)))
    with making.before_end(held, 6):
        made = making.opened(held)
        shown = (
            client_of(making.holder(held)).get(reverse("labelling:renewal", args=[made.pk])).text
        )
    assert REPORT.done in shown
    assert REPORT.difficulties in shown


def test_a_listing_is_asked_too() -> None:
    held = Recognition.objects.get(pk=exchanged().recognition_id)
    assert held.exchanges.get().title == held.organisation.name


def test_its_letter_says_whose_label_it_is() -> None:
    exchange = exchanged()
    (said,) = read("progressexchange.ask", exchange)
    assert said.summary.startswith(f"Votre label {exchange.recognition.number} est à la moitié")


def test_at_home_it_comes_before_the_celebration_of_the_label() -> None:
    held = making.labelled()
    ask_exchange(held, actor=TICK, at=timezone.now())
    exchange = ProgressExchange.objects.get(recognition=held)
    page = client_of(making.holder(held)).get(reverse("home")).text
    assert page.count("Faire le point à mi-parcours") == 1
    asked, feast = page.index("Un échange vous est demandé"), page.index("Fêter et partager")
    assert asked < page.index(exchange.get_absolute_url()) < feast
