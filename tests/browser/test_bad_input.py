"""What only a browser does wrong: click twice, go back, come back too late, be two at once."""

import pytest
from django.conf import settings
from playwright.sync_api import expect

from labelling.dossiers.models import Dossier
from tests import factories
from tests.browser.fixtures import NewPerson
from tests.browser.people import Person, with_account
from tests.browser.uploads import empty, pdf, renamed_program
from tests.committee import making
from workflows.models import Attachment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Nos ateliers ont réuni quarante personnes.\nDont douze usagers."


def lose_session(person: Person) -> None:
    person.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


def ready_to_submit() -> Dossier:
    made = factories.dossier("presented")
    factories.fill(made, factories.representative_of(made))
    return made


def checked(dossier: Dossier) -> str:
    """Where the answers are read again, and the dossier filed."""
    return f"{dossier.get_absolute_url()}verification/"


def rows(dossier: Dossier, transition: str) -> int:
    return dossier.history.filter(transition=transition).count()


def test_a_double_click_files_once(person: NewPerson) -> None:
    dossier = ready_to_submit()
    someone = person().hold_session(factories.representative_of(dossier))
    someone.go(checked(dossier))
    someone.button("Déposer le dossier").dblclick()
    filed = someone.page.get_by_role("heading", name="Dossier déposé")
    again = someone.page.get_by_role("heading", name="C’est déjà enregistré")
    expect(filed.or_(again)).to_be_visible()
    if again.count():  # the second click left before the first was answered
        someone.press("Continuer")
    expect(filed).to_be_visible()
    assert rows(dossier, "submit") == 1
    dossier.refresh_from_db()
    assert dossier.reference
    assert dossier.reference.endswith("-0001")


def test_a_page_left_open_files_nothing_twice(person: NewPerson) -> None:
    dossier = ready_to_submit()
    someone = person().hold_session(factories.representative_of(dossier))
    late = someone.context.new_page()
    for page in (someone.page, late):
        page.goto(checked(dossier))
    someone.press("Déposer le dossier")
    expect(someone.page.get_by_text("Dossier déposé.")).to_be_visible()
    late.get_by_role("button", name="Déposer le dossier").click()
    expect(late.get_by_role("heading", level=1)).to_have_text("C’est déjà enregistré")
    expect(late.locator("main")).to_contain_text("Dominique Lebreton (vous)")
    late.get_by_role("link", name="Continuer").click()
    expect(late.get_by_role("heading", name="Dossier déposé")).to_be_visible()
    assert rows(dossier, "submit") == 1


def test_going_back_after_filing_shows_no_old_form(person: NewPerson) -> None:
    dossier = ready_to_submit()
    someone = person().hold_session(factories.representative_of(dossier))
    someone.go(checked(dossier))
    someone.press("Déposer le dossier")
    expect(someone.page.get_by_text("Dossier déposé.")).to_be_visible()
    someone.page.go_back()
    button = someone.button("Déposer le dossier")
    if button.count():  # the browser may show the page as it was: the server then says what changed
        button.click()
        expect(someone.page.locator("main")).to_contain_text("C’est déjà enregistré")
    assert rows(dossier, "submit") == 1


def test_an_expired_session_loses_nothing_typed(person: NewPerson) -> None:
    dossier = factories.dossier("committed")
    user = with_account(factories.representative_of(dossier))
    someone = person().hold_session(user)
    page = someone.page
    someone.go(f"/dossiers/{dossier.pk}/principes/stakeholders/")
    someone.field("Ce que fait votre structure").fill(WORDS)
    lose_session(someone)
    someone.press("Enregistrer", exact=True)
    expect(page.get_by_role("heading", level=1)).to_have_text("Se connecter")
    expect(page.locator("main")).to_contain_text("ce que vous aviez écrit est gardé")
    someone.sign_in(user.email)
    # Back to the very form, with the words beside it, line breaks included.
    expect(page.get_by_role("heading", level=1)).to_have_text("État des parties prenantes")
    kept = page.get_by_role("region", name="Ce que vous aviez écrit")
    expect(kept.get_by_text("quarante personnes")).to_have_text(WORDS)
    someone.shoot("texte-garde")
    someone.field("Ce que fait votre structure").fill(WORDS)
    someone.press("Enregistrer", exact=True)
    expect(page.get_by_text("Enregistré.")).to_be_visible()
    expect(kept).to_have_count(0)
    assert dossier.evidence.get(principle="stakeholders").text == WORDS


def test_an_expired_session_in_a_message_leads_back_to_the_dossier(person: NewPerson) -> None:
    dossier = factories.dossier("submitted")
    user = with_account(factories.representative_of(dossier))
    someone = person().hold_session(user)
    someone.go(dossier.get_absolute_url())
    someone.field("Votre message").fill("Nous répondrons jeudi.")
    lose_session(someone)
    someone.press("Envoyer le message")
    someone.sign_in(user.email)
    expect(someone.page).to_have_url(someone.site.url + dossier.get_absolute_url())
    kept = someone.page.get_by_role("region", name="Ce que vous aviez écrit")
    expect(kept).to_contain_text("Nous répondrons jeudi.")
    assert not dossier.messages.exists()


def test_without_its_cookies_a_form_is_given_back(person: NewPerson) -> None:
    dossier = factories.dossier("committed")
    someone = person().hold_session(factories.representative_of(dossier))
    someone.go(f"/dossiers/{dossier.pk}/principes/stakeholders/")
    someone.field("Ce que fait votre structure").fill(WORDS)
    someone.context.clear_cookies()
    someone.press("Enregistrer", exact=True)
    expect(someone.page.get_by_role("heading", level=1)).to_have_text("Ce formulaire a expiré")
    expect(someone.page.get_by_text("quarante personnes")).to_have_text(WORDS)


def test_an_expired_session_in_the_room_asks_to_sign_in(person: NewPerson) -> None:
    made = making.committee(5)
    voted = making.voting(made)
    member = with_account(made.mandates[1].user)
    someone = person().hold_session(member)
    someone.go(f"/seances/{voted.session_id}/salle/")
    expect(someone.page.locator("[data-live]")).to_be_visible()
    lose_session(someone)
    someone.press("Pour")
    expect(someone.page.get_by_role("heading", level=1)).to_have_text("Se connecter")
    someone.sign_in(member.email)
    expect(someone.button("Pour")).to_have_attribute("aria-pressed", "false")
    someone.press("Pour")
    expect(someone.button("Pour")).to_contain_text("enregistré")
    assert making.round_of(voted).ballots.count() == 1


def test_two_instructors_take_charge_at_once(person: NewPerson) -> None:
    dossier = factories.dossier("submitted")
    first, second = (
        person().hold_session(factories.instructor(*name.split()))
        for name in ("Sacha Guérin", "Élise Tanguy")
    )
    for one in (first, second):
        one.go(dossier.get_absolute_url())
    # Both requests leave before either is answered.
    for one in (first, second):
        one.button("Prendre en charge").evaluate("button => setTimeout(() => button.click())")
    told = {one: outcome(one) for one in (first, second)}
    assert sorted(told.values()) == ["Dossier pris en charge.", "La page a changé entre-temps"]
    loser = next(one for one, text in told.items() if "changé" in text)
    dossier.refresh_from_db()
    expect(loser.page.locator("main")).to_contain_text(str(dossier.assignee))
    assert rows(dossier, "take_charge") == 1


def outcome(one: Person) -> str:
    """What the page says once the answer is there."""
    told = (
        one.page.locator(".o-toast, h1")
        .filter(has_text="pris en charge")
        .or_(one.page.get_by_role("heading", name="La page a changé entre-temps"))
    )
    expect(told.first).to_be_visible()
    return told.first.inner_text().strip()


def test_a_program_and_a_sound_file_together(person: NewPerson) -> None:
    """The browser forgets the files of a form that comes back: the sound one must be kept."""
    dossier = factories.dossier("committed")
    someone = person().hold_session(factories.representative_of(dossier))
    someone.go(f"/dossiers/{dossier.pk}/principes/practices/")
    sound, program, void = pdf("pratiques.pdf"), renamed_program("outil.pdf"), empty("vide.pdf")
    someone.field("Ajouter des pièces").set_input_files([sound, program, void])
    someone.press("Enregistrer", exact=True)
    refusals = someone.refusal("Ajouter des pièces")
    expect(refusals).to_have_count(2)
    expect(refusals.nth(0)).to_contain_text("outil.pdf")
    expect(refusals.nth(1)).to_contain_text("vide.pdf : Ce fichier est vide.")
    assert [kept.name for kept in Attachment.objects.all()] == ["pratiques.pdf"]


def test_a_day_that_does_not_exist_is_said_in_its_place_and_kept(person: NewPerson) -> None:
    """The browser would send it as no day at all, and the page would answer of another."""
    director = person().hold_session(factories.manager())
    page = director.go("/conservation/")
    day = director.field("Ce qui serait fait le")
    day.focus()
    page.keyboard.type("02312024")
    page.keyboard.press("Enter")
    expect(director.refusal("Ce qui serait fait le")).to_contain_text("Cette date n’existe pas")
    expect(day).to_be_focused()
    assert day.evaluate("field => field.validity.badInput")  # what was typed is still there
    day.fill("2024-02-29")
    day.press("Enter")
    page.wait_for_url("**/conservation/?le=2024-02-29")


def test_a_second_refusal_is_read_from_its_summary_as_the_first(person: NewPerson) -> None:
    """The summary leads to a field, and the address keeps it: the next page would open there."""
    director = person().hold_session(factories.manager())
    page = director.go("/bureau/filtres/enregistrer/?page=labelling:queue&query=")
    summary = page.locator(".o-errors")
    director.press("Enregistrer")
    summary.get_by_role("link").press("Enter")
    expect(director.field("Nom du filtre")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(summary).to_be_focused()
