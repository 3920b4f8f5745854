"""The pages of a label that is renewed, followed at mid-term, extended, foreseen: see `looking`."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from directory.delays.calendar import months_before
from directory.recognitions.models import Recognition
from directory.recognitions.operations import extend
from labelling.exchanges.inputs import ProgressReport
from labelling.exchanges.operations import ask_exchange, exchange_window, send_report
from tests import factories
from tests.browser.fixtures import NewPerson
from tests.browser.looking import detail, examine, look_at
from tests.committee import making as committees
from tests.directory.making import label, noon
from tests.labelling.renewal import making
from workflows.actors import Actor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def held() -> Recognition:
    """A label that ends in five months, granted two years and seven months ago."""
    today = timezone.localdate()
    with time_machine.travel(noon(months_before(today, 31)), tick=True):
        return making.labelled()


def test_a_renewal(person: NewPerson, held: Recognition) -> None:
    tick = Actor.system("tick")
    holder = making.holder(held)
    asked_on, _ = exchange_window(held.valid_from)
    exchange = ask_exchange(held, actor=tick, at=noon(asked_on))
    structure = person().hold_session(holder)
    look_at(structure, [exchange.get_absolute_url(), f"{exchange.get_absolute_url()}envoyer/"])
    structure.press("Envoyer à la CRESS")
    expect(structure.page.locator(".o-errors")).to_be_focused()
    examine(structure, "a refused report")
    report = ProgressReport("Six actions sur dix.", "58 membres.", "Le temps.")
    send_report(exchange, report=report, actor=Actor.of(holder))
    cress = person().hold_session(factories.instructor())
    look_at(cress, ["/dossiers/echanges/", f"{exchange.get_absolute_url()}repondre/"])
    look_at(structure, [f"/dossiers/renouveler/{held.pk}/"])
    made = making.reported(making.ready_to_file(held))
    look_at(structure, [detail(made), detail(made, "bilan/"), detail(made, "renouvellement/")])
    look_at(cress, [detail(made), detail(made, "renouvellement/")])


def test_a_renewal_not_yet_open(person: NewPerson) -> None:
    held = making.labelled()
    structure = person().hold_session(making.holder(held))
    look_at(structure, [f"/dossiers/renouveler/{held.pk}/"], status=422)


def test_an_extension_and_what_is_foreseen(person: NewPerson, held: Recognition) -> None:
    director = factories.manager()
    cress = person().hold_session(director)
    label(factories.organisation(), months_before(timezone.localdate(), 30))
    committees.planned(committees.committee(), in_days=90, waived="")
    day = (timezone.localdate() + timedelta(days=60)).isoformat()
    address = "/bureau/renouvellements/"
    tried = f"{address}?simuler=1&session=&day={day}"
    look_at(cress, [address, tried, f"/reconnaissances/{held.pk}/prolonger/"])
    look_at(cress, [f"{address}?simuler=1&session=&day="], status=422)
    until = held.valid_until + timedelta(days=30)
    extend(held, until=until, reason="Le comité siège après.", actor=Actor.of(director))
    look_at(cress, [held.get_absolute_url(), held.organisation.get_absolute_url()])
