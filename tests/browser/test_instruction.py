"""The page of a dossier while it is worked on: nothing typed is lost, and changes are told."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Download, FilePayload, Page, Request, expect

from labelling.dossiers.models import Dossier
from labelling.instruction.links import criterion_url
from tests import factories
from tests.browser import uploads
from tests.browser.fixtures import NewPerson
from tests.browser.people import Person
from tests.browser.serving import Site
from tests.files import jpeg
from workflows.actors import Actor
from workflows.correspondence.operations import attach
from workflows.engine import perform
from workflows.live.cases import case_group
from workflows.live.pings import ping

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

READER = "chrome-extension:"
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


def poll_until(page: Page, true: Callable[[], bool]) -> None:
    """Until the browser itself, which no locator sees, has done its part."""
    for _ in range(100):
        if true():
            return
        page.wait_for_timeout(100)
    raise AssertionError


def test_saving_an_assessment_keeps_the_message_begun_and_the_other_way_round(
    person: NewPerson,
) -> None:
    dossier, sacha = instructing(person)
    page = sacha.page
    message = page.get_by_label("Votre message")
    message.fill(MESSAGE)
    sacha.go(criterion_url(dossier, "practices"))
    assess(sacha, "practices", "Établi", "Neuf pratiques illustrées.")
    page.get_by_role("button", name="Enregistrer, puis le principe 4").click()
    expect(page.get_by_text("Appréciation enregistrée")).to_be_visible()
    expect(message).to_have_value(MESSAGE)
    assert dossier.assessments.get().criterion == "practices"

    assess(sacha, "action_plan", "", "Reste à dater")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.locator(".o-errors")).to_be_focused()
    sacha.press("Envoyer le message")
    expect(page.get_by_text("Message envoyé.")).to_be_visible()
    expect(message).to_have_value("")
    sacha.go(criterion_url(dossier, "action_plan"))
    expect(page.locator("#id_reasons_action_plan")).to_have_value("Reste à dater")
    draft = page.locator("#critere-action_plan .o-draft")
    expect(draft).to_contain_text("pas encore enregistré")

    assess(sacha, "action_plan", "À préciser", "Reste à dater deux actions.")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("Appréciation enregistrée")).to_be_visible()
    expect(page.get_by_text("pas encore enregistré")).to_have_count(0)


def test_a_detour_loses_nothing_and_another_person_sees_nothing_of_it(person: NewPerson) -> None:
    dossier, sacha = instructing(person)
    page = sacha.page
    sacha.go(criterion_url(dossier, "stakeholders"))
    assess(sacha, "stakeholders", "Établi", "Carte à jour.")
    page.locator("a[rel=next]").click()
    expect(page.locator("#critere-practices")).to_be_visible()
    sacha.press("Demander des compléments")
    sacha.press("Revenir au dossier")
    sacha.go(criterion_url(dossier, "stakeholders"))
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
    page = sacha.go(dossier.get_absolute_url())
    page.get_by_role("link", name="Pratiques existantes").first.click()
    assess(sacha, "practices", "Établi", "Neuf pratiques illustrées.")
    page.get_by_role("button", name="Enregistrer, puis le principe 4").click()
    expect(page.get_by_text("Appréciation enregistrée")).to_be_visible()
    expect(page.locator("#critere-action_plan")).to_be_visible()


def test_the_arrows_lead_from_principle_to_principle_but_not_while_one_writes(
    person: NewPerson,
) -> None:
    _, sacha = instructing(person)
    page = sacha.page
    expect(page.locator("#critere-questioning")).to_be_visible()
    page.locator("#critere-questioning").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#critere-stakeholders")).to_be_visible()
    page.locator("#id_reasons_stakeholders").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#critere-stakeholders")).to_be_visible()
    page.locator("#critere-stakeholders").focus()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#critere-questioning")).to_be_visible()


def test_a_pdf_truly_shows_in_the_page_and_an_image_takes_its_place(person: NewPerson) -> None:
    dossier = factories.dossier("under_instruction")
    assert dossier.assignee
    by = factories.representative_of(dossier)
    attach(dossier, slot="principle:questioning", upload=jpeg("Vue.jpg"), by=by)
    sacha = person().hold_session(dossier.assignee)
    page = sacha.page
    downloads: list[Download] = []
    page.on("download", lambda one: downloads.append(one))  # noqa: PLW0108 (no built-in)
    with page.expect_response(lambda answer: "/voir/" in answer.url) as shown:
        sacha.go(dossier.get_absolute_url())
    assert shown.value.status == 200
    # The browser's reader is in the frame: it was neither blocked nor turned to a download.
    poll_until(page, lambda: any(one.url.startswith(READER) for one in page.frames))
    page.get_by_role("link", name="Vue.jpg", exact=True).click()
    frame = page.frame_locator("iframe[name=piece]")
    expect(frame.locator("img")).to_have_js_property("naturalWidth", 64)
    assert downloads == []


def test_a_file_too_large_is_refused_before_it_travels(person: NewPerson, settings: Any) -> None:
    settings.OSE_UPLOAD_MAX_BYTES = 1024 * 1024
    settings.OSE_UPLOAD_REQUEST_MAX_BYTES = 3 * 1024 * 1024
    _, sacha = instructing(person)
    page = sacha.page
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    sacha.fill({"Votre message": MESSAGE})
    control = sacha.field("Joindre des pièces")
    film = FilePayload(name="film.pdf", mimeType="application/pdf", buffer=bytes(3 * 512 * 1024))
    control.set_input_files(film)
    told = "film.pdf\u00a0: Ce fichier pèse 1,5\u00a0Mo\u00a0; la limite est de 1\u00a0Mo."
    expect(sacha.refusal("Joindre des pièces")).to_have_text(told)
    sacha.press("Envoyer le message")
    expect(control).to_be_focused()
    assert "POST" not in sent

    small = {"mimeType": "application/pdf", "buffer": bytes(1024 * 1024)}
    control.set_input_files([FilePayload(name=f"{n}.pdf", **small) for n in range(4)])  # type: ignore[typeddict-item]
    expect(sacha.refusal("Joindre des pièces")).to_contain_text("pèsent 4\u00a0Mo ensemble")
    control.set_input_files(uploads.pdf("court.pdf"))
    expect(sacha.refusal("Joindre des pièces")).to_have_count(0)
    sacha.press("Envoyer le message")
    expect(page.get_by_text("Message envoyé.")).to_be_visible()


def wait_until_it_listens(person: Person, dossier: Dossier) -> None:
    """Ping the page of `dossier` until it asks for itself again: its socket is there."""
    page = person.page
    asked: list[Request] = []

    def note(request: Request) -> None:
        if request.resource_type == "fetch" and request.url.endswith(dossier.get_absolute_url()):
            asked.append(request)

    page.on("request", note)
    for _ in range(300):
        if asked:
            break
        ping(case_group(dossier.pk), kind="labelling.dossier", pk=dossier.pk)
        page.wait_for_timeout(100)
    page.remove_listener("request", note)
    assert asked, "its socket never listened"
    asked[-1].response()


def test_the_page_tells_of_what_others_do_and_not_of_one_s_own_doing(
    person: NewPerson, site: Site
) -> None:
    dossier = factories.dossier("submitted")
    sacha, elise = factories.instructor(), factories.instructor("Élise", "Tanguy")
    watching, acting = person().hold_session(sacha), person().hold_session(elise)
    url = dossier.get_absolute_url()
    for one in (watching, acting):
        one.go(url)
        wait_until_it_listens(one, dossier)
    acting.press("Prendre en charge")
    told = watching.page.locator("#changement")
    expect(told).to_be_visible()
    site.settled()
    # A ping about what the page shows already: it looks, and says nothing.
    wait_until_it_listens(acting, dossier)
    expect(acting.page.locator("#changement")).to_be_hidden()
    watching.press("Voir ce qui a changé")
    expect(told).to_be_hidden()
    expect(watching.page.get_by_text("Élise Tanguy instruit ce dossier.")).to_be_visible()

    wait_until_it_listens(watching, dossier)
    dossier.refresh_from_db()
    perform(dossier, "withdraw", actor=Actor.of(factories.representative_of(dossier)))
    expect(told).to_be_visible()
