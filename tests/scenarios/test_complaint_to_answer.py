"""Somebody complains, from no account; those who handle it answer; nobody else knows of it."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from directory.recognitions.models import Recognition
from tests import factories
from tests.browser.fixtures import NewPerson
from tests.browser.people import Person, with_account
from tests.browser.serving import Site
from tests.committee import making
from tests.scenarios.complaint_acts import FACTS, add, complain, follow, open_from_inbox, say
from tests.scenes.recognitions import label, representative
from workflows.pages import traps

pytestmark = [pytest.mark.browser, pytest.mark.scenario, pytest.mark.django_db(transaction=True)]

QUESTION, ANSWER = "Où était-ce, et quand ?", "Le logo de la boutique a été retiré le 12."


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chromium writes faster than people do."""
    monkeypatch.setattr(traps, "FASTEST", 0)


def test_of_an_organisation_that_learns_nothing(person: NewPerson, site: Site) -> None:
    granted = label()
    instructor = with_account(factories.instructor())
    complainant = person()
    receipt = complain(complainant, "Une organisation labellisée", granted.number)
    cress = person().sign_in(instructor.email)

    open_from_inbox(cress, "Dire si la réclamation est recevable")
    expect(cress.page.get_by_role("link", name="Pièce 1.jpg")).to_be_visible()
    expect(cress.page.locator("main")).not_to_contain_text("Marie")
    say(cress, "Déclarer recevable", "", "", "Déclarer recevable")
    say(cress, "Poser une question", "Votre question", QUESTION, "Poser la question")

    follow(complainant, receipt, QUESTION)
    add(complainant, "Le samedi 7, rue Haute.")
    open_from_inbox(cress, "Examiner la réclamation et y répondre")
    expect(cress.page.locator("main")).to_contain_text("Le samedi 7, rue Haute.")
    say(cress, "Répondre", "La réponse", ANSWER, "Envoyer la réponse")

    follow(complainant, receipt, ANSWER)
    learns_nothing(person().hold_session(representative(granted)), granted)
    site.settled()
    call_command("verify_history")


def test_of_the_cress_that_reads_nothing(person: NewPerson, site: Site) -> None:
    seats = making.committee()
    chair = with_account(seats.chair.user)
    complainant = person()
    receipt = complain(complainant, "La CRESS, ou le fonctionnement du label")

    for staff in (factories.instructor(), seats.director):
        reads_nothing(person().hold_session(staff))
    presiding = person().sign_in(chair.email)
    open_from_inbox(presiding, "Dire si la réclamation est recevable")
    say(presiding, "Déclarer recevable", "", "", "Déclarer recevable")
    say(presiding, "Répondre", "La réponse", "Le comité a entendu la CRESS.", "Envoyer la réponse")

    follow(complainant, receipt, "Le comité a entendu la CRESS.")
    site.settled()
    call_command("verify_history")


def learns_nothing(holder: Person, granted: Recognition) -> None:
    """Its representative, where an organisation reads what concerns it."""
    for path in ("/", "/taches/", "/notifications/", granted.organisation.get_absolute_url()):
        holder.go(path)
        expect(holder.page.locator("main")).not_to_contain_text(FACTS)
        expect(holder.page.locator("main")).not_to_contain_text("REC-")


def reads_nothing(staff: Person) -> None:
    """Somebody of the CRESS, where complaints are listed, and asked for."""
    for path in ("/reclamations/", "/reclamations/?etat=terminees", "/taches/", "/notifications/"):
        staff.go(path)
        expect(staff.page.locator("main")).not_to_contain_text("REC-")
