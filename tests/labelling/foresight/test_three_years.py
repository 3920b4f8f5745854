"""Three years of a label, page by page with the clock moved: one that is renewed, one forgotten."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from directory.delays.calendar import months_before
from directory.people.models import User
from directory.recognitions.models import Recognition
from labelling.dossiers.models import Dossier
from labelling.exchanges.models import ProgressExchange
from labelling.exchanges.operations import exchange_window
from labelling.foresight.models import RenewalNotice
from tests import factories
from tests.committee import making as committees
from tests.directory.making import noon
from tests.labelling.browsing import client_of, location, url
from tests.labelling.renewal import making
from tests.notifications.draining import drain
from workflows.background.ticking import run_tick
from workflows.models import Case, Task

pytestmark = pytest.mark.django_db


@contextmanager
def on(day: date, person: User) -> Iterator[Client]:
    """That day, once time has done its work and the letters have left: the browser of `person`."""
    mail.outbox.clear()
    with making.day(day):
        run_tick(noon(day))
        drain()
        yield client_of(person)


def letters_to(person: User) -> list[str]:
    return [str(message.subject) for message in mail.outbox if person.email in message.to]


def word(recognition: Recognition, visitor: Client) -> str:
    """What its public page says of it."""
    return visitor.get(recognition.get_absolute_url()).text


def report_at_mid_term(held: Recognition, holder: User) -> None:
    """Asked by a letter, sent from « Mes tâches », read and answered by the CRESS."""
    asked_on, _ = exchange_window(held.valid_from)
    with on(asked_on, holder) as browser:
        assert "À mi-parcours\u00a0: où en êtes-vous\u00a0?" in letters_to(holder)
        exchange = ProgressExchange.objects.get(recognition=held)
        assert "Faire le point à mi-parcours" in browser.get(reverse("workflows:inbox")).text
        address = reverse("labelling:send_report", args=[exchange.pk])
        browser.post(address, {"done": "Six actions sur dix.", "figures": "58 membres."})
        reader = client_of(factories.instructor())
        answer = reverse("labelling:answer_report", args=[exchange.pk])
        assert reader.post(answer, {"words": "Continuez."}).status_code == 302


def file_a_renewal(held: Recognition, holder: User) -> Dossier:
    """Opened by one button, signed, presented; the report of the period is the last thing asked."""
    with on(months_before(held.valid_until, 12), holder) as browser:
        assert any("renouvelez-le" in subject for subject in letters_to(holder))
        assert "Préparer le renouvellement" in browser.get(reverse("home")).text
        renew = reverse("labelling:renew", args=[held.pk])
        opened = browser.post(renew, {"approach": "ess_pratiques"})
        made = Dossier.objects.get(renews=held)
        assert location(opened) == url("sign", made)
        factories.sign(made, holder)
        factories.present(made, holder)
        assert "Écrire le bilan de la période" in browser.get(made.get_absolute_url()).text
        browser.post(
            url("term_report", made), {"results": "Huit sur dix.", "figures": "61 membres"}
        )
        compared = browser.get(url("renewal", made)).text
        assert "Huit sur dix." in compared
        assert "Continuez." in compared
        browser.post(url("transition", made, "submit"))
        made.refresh_from_db()
        assert made.state == "submitted"
    return made


def validate(made: Dossier) -> None:
    """Instructed, then decided by a committee whose room says what it is."""
    factories.STEPS["take_charge"](made, factories.representative_of(made))
    factories.STEPS["assess"](made, factories.representative_of(made))
    found = committees.committee()
    item = committees.voting(found, Case.objects.get(pk=made.pk))
    member = client_of(found.mandates[1].user)
    room = member.get(reverse("committee:room", args=[item.session_id])).text
    assert f"Renouvellement du label {made.renews}" in room
    committees.cast(found, item, "for", "for", "for", "for")
    committees.decide(found, item)


def test_one_that_is_renewed() -> None:
    held = making.labelled()
    holder = making.holder(held)
    report_at_mid_term(held, holder)
    made = file_a_renewal(held, holder)
    for months in (9, 6):
        with on(months_before(held.valid_until, months), holder):
            assert not any("renouvel" in subject for subject in letters_to(holder))
    with making.day(months_before(held.valid_until, 5)):
        validate(made)
    following = Recognition.objects.get(case=made.pk)
    assert (following.previous, following.valid_from) == (held, held.valid_until)
    with on(held.valid_until - timedelta(days=1), holder) as browser:
        assert "Ce label est valide" in word(held, browser)
    with on(held.valid_until, holder) as browser:
        assert "Ce label a été renouvelé" in word(held, browser)
        assert "Ce label est valide" in word(following, browser)
    assert not Task.objects.open().requests().filter(process__case_id=made.pk).exists()
    call_command("verify_history")


def test_one_that_is_forgotten() -> None:
    held = making.labelled()
    holder, director = making.holder(held), factories.manager()
    told: dict[int, list[str]] = {}
    for months in (12, 9, 6, 3, 1):
        with on(months_before(held.valid_until, months), holder):
            told[months] = [subject for subject in letters_to(holder) if "prend fin" in subject]
            warned = [subject for subject in letters_to(director) if "Aucune séance" in subject]
            assert bool(warned) == (months == 9)
    assert {months: len(subjects) for months, subjects in told.items()} == dict.fromkeys(told, 1)
    with on(held.valid_until, holder) as browser:
        assert "Ce label est valide" in word(held, browser)
    with on(held.valid_until + timedelta(days=1), holder) as browser:
        assert "Ce label a expiré" in word(held, browser)
        assert any("fin de validité" in subject for subject in letters_to(holder))
        too_late = browser.get(reverse("labelling:renew", args=[held.pk]))
        assert too_late.status_code == 422
    notices = RenewalNotice.objects.count()
    with on(held.valid_until + timedelta(days=40), holder):
        assert RenewalNotice.objects.count() == notices == 6
    call_command("verify_history")
