"""The page of a dossier while it is worked on: nothing typed is lost, and changes are told."""

import pytest
from playwright.sync_api import expect

from labelling.dossiers.models import Dossier
from tests import factories
from tests.browser.fixtures import NewPerson
from tests.browser.people import Person
from tests.browser.serving import Site
from workflows.actors import Actor
from workflows.engine import perform
from workflows.live.cases import case_group
from workflows.live.pings import ping

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MESSAGE = "Un message commencé,\nsur deux lignes."


def instructing(person: NewPerson) -> tuple[Dossier, Person]:
    """A dossier under instruction, and whoever instructs it, on its page."""
    dossier = factories.dossier("under_instruction")
    assert dossier.assignee
    sacha = person().hold_session(dossier.assignee)
    sacha.go(dossier.get_absolute_url())
    return dossier, sacha


def assess(person: Person, key: str, finding: str, reasons: str) -> None:
    card = person.page.locator(f"#critere-{key}")
    if finding:
        card.get_by_label(finding, exact=True).check()
    card.get_by_label("Motif").fill(reasons)


def test_saving_assessments_keeps_the_message_begun_and_the_other_way_round(
    person: NewPerson,
) -> None:
    dossier, sacha = instructing(person)
    page = sacha.page
    message = page.get_by_label("Votre message")
    message.fill(MESSAGE)
    assess(sacha, "practices", "Établi", "Neuf pratiques illustrées.")
    assess(sacha, "action_plan", "", "Reste à dater")
    page.locator("#critere-practices").get_by_role("button").click()
    expect(page.locator(".o-errors")).to_be_focused()
    expect(page.get_by_text("Appréciation enregistrée")).to_be_visible()
    expect(message).to_have_value(MESSAGE)
    expect(page.locator("#id_reasons_action_plan")).to_have_value("Reste à dater")
    assert dossier.assessments.get().criterion == "practices"

    sacha.press("Envoyer le message")
    expect(page.get_by_text("Message envoyé.")).to_be_visible()
    expect(message).to_have_value("")
    expect(page.locator("#id_reasons_action_plan")).to_have_value("Reste à dater")
    draft = page.locator("#critere-action_plan .o-draft")
    expect(draft).to_have_text("Brouillon, pas encore enregistré.")

    assess(sacha, "action_plan", "À préciser", "Reste à dater deux actions.")
    page.locator("#critere-action_plan").get_by_role("button").click()
    expect(page.get_by_text("Appréciation enregistrée")).to_be_visible()
    expect(page.locator(".o-draft")).to_have_count(0)


def test_a_detour_loses_nothing_and_another_person_sees_nothing_of_it(person: NewPerson) -> None:
    dossier, sacha = instructing(person)
    page = sacha.page
    assess(sacha, "stakeholders", "Établi", "Carte à jour.")
    sacha.press("Demander des compléments")
    sacha.press("Revenir au dossier")
    expect(page.locator("#id_reasons_stakeholders")).to_have_value("Carte à jour.")
    found = page.locator("#critere-stakeholders").get_by_label("Établi", exact=True)
    expect(found).to_be_checked()

    page.get_by_label("Votre message").fill(MESSAGE)
    sacha.hold_session(factories.instructor("Élise", "Tanguy"))
    sacha.go(dossier.get_absolute_url())
    expect(page.get_by_label("Votre message")).to_have_value("")


def test_assessing_needs_no_script(person: NewPerson) -> None:
    dossier = factories.dossier("under_instruction")
    assert dossier.assignee
    sacha = person(java_script_enabled=False).hold_session(dossier.assignee)
    sacha.go(dossier.get_absolute_url())
    assess(sacha, "practices", "Établi", "Neuf pratiques illustrées.")
    assess(sacha, "action_plan", "", "Reste à dater")
    sacha.page.locator("#critere-practices").get_by_role("button").click()
    expect(sacha.page.get_by_text("Appréciation enregistrée")).to_be_visible()
    expect(sacha.page.locator("#id_reasons_action_plan")).to_have_value("Reste à dater")


def test_the_page_tells_of_what_others_do_and_not_of_one_s_own_doing(
    person: NewPerson, site: Site
) -> None:
    dossier = factories.dossier("submitted")
    sacha, elise = factories.instructor(), factories.instructor("Élise", "Tanguy")
    watching, acting = person().hold_session(sacha), person().hold_session(elise)
    url = dossier.get_absolute_url()
    for one in (watching, acting):
        with one.page.expect_websocket(lambda socket: "/ws/cas/" in socket.url):
            one.go(url)
    site.settled()
    acting.press("Prendre en charge")
    told = watching.page.locator("#changement")
    expect(told).to_be_visible()
    site.settled()
    # A ping about what the page shows already: it looks, and says nothing.
    with acting.page.expect_response(lambda answer: answer.url.endswith(url)):
        for _ in range(10):  # until its socket listens
            ping(case_group(dossier.pk), kind="labelling.dossier", pk=dossier.pk)
            acting.page.wait_for_timeout(100)
    expect(acting.page.locator("#changement")).to_be_hidden()
    watching.press("Voir ce qui a changé")
    expect(told).to_be_hidden()
    expect(watching.page.get_by_text("Élise Tanguy instruit ce dossier.")).to_be_visible()

    dossier.refresh_from_db()
    perform(dossier, "withdraw", actor=Actor.of(factories.representative_of(dossier)))
    expect(told).to_be_visible()
