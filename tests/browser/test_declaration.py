"""The declaration of an organisation: its legal form is searched, by keyboard and by pointer."""

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.fixtures import NewPerson
from tests.browser.people import PHONE, Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FORM = "Forme juridique"
SENT = "select[name=legal_form]"


def declaring(person: NewPerson) -> tuple[Person, Page]:
    someone = person().hold_session(factories.user())
    page = someone.go("/organisations/nouvelle/")
    expect(page.locator("input[role=combobox]")).to_be_visible()
    return someone, page


def test_a_legal_form_is_found_by_its_words_whatever_their_accents(person: NewPerson) -> None:
    someone, page = declaring(person)
    page.set_viewport_size(PHONE)
    someone.search(FORM, "cooperative production sarl", "SARL coopérative de production (SCOP)")
    expect(page.locator(SENT)).to_have_value("5458")
    expect(someone.field(FORM)).to_have_value("SARL coopérative de production (SCOP)")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.get_by_label("L’agrément, ou les statuts")).to_be_hidden()

    someone.search(FORM, "5710", "Société par actions simplifiée (SAS)")
    expect(page.get_by_label("L’agrément, ou les statuts")).to_be_visible()


def test_the_keyboard_alone_finds_it_and_sends_nothing_by_mistake(person: NewPerson) -> None:
    someone, page = declaring(person)
    field = someone.field(FORM)
    field.focus()
    page.keyboard.type("mutuelle")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", name="Mutuelle", exact=True)).to_have_class("is-active")
    page.keyboard.press("Enter")
    expect(page.locator(SENT)).to_have_value("8210")
    expect(page.get_by_role("heading", level=1)).to_have_text("Déclarer votre organisation")

    page.keyboard.type(" zzz")
    expect(page.get_by_text("Aucun résultat").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(field).to_have_value("Mutuelle")
    expect(page.locator(SENT)).to_have_value("8210")


def test_what_is_no_choice_is_not_kept_and_an_empty_field_is_refused_there(
    person: NewPerson,
) -> None:
    someone, page = declaring(person)
    field = someone.field(FORM)
    field.fill("n’importe quoi")
    page.keyboard.press("Tab")
    expect(field).to_have_value("")
    someone.press("Déclarer cette organisation")
    expect(someone.refusal(FORM)).to_contain_text("Choisissez la forme juridique.")
    expect(page.locator("input[role=combobox]")).to_be_visible()
    page.get_by_role("link", name="Choisissez la forme juridique.").click()
    expect(someone.field(FORM)).to_be_focused()
