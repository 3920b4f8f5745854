"""Pages by the keyboard, in a narrow bar, and with no script."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from committee.appointments.operations import appoint
from directory.people.enums import CressGroup
from directory.people.operations import join_team
from tests import factories
from tests.browser.fixtures import NewPerson
from tests.browser.looking import detail, people_of
from tests.browser.people import PHONE
from tests.browser.uploads import pdf
from tests.committee import making
from workflows.correspondence.operations import attachments_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_keyboard_meets_the_skip_link_first(person: NewPerson) -> None:
    visitor = person()
    visitor.go("/registre/")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator(".o-skip")).to_be_focused()
    expect(visitor.page.locator(".o-skip")).to_be_in_viewport()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("main")).to_be_focused()


def test_the_fullest_menu_holds_in_the_narrowest_bar_that_shows_it(person: NewPerson) -> None:
    made = making.committee()
    everyone = factories.user("Marie-Antoinette", "de La Rochefoucauld-Doudeauville")
    factories.membership(everyone, factories.organisation())
    join_team(user=everyone, group=CressGroup.INSTRUCTOR, actor=factories.SYSTEM)
    appoint(
        user=everyone,
        college=made.body.colleges.earliest("position"),
        starts_on=timezone.localdate(),
        actor=made.cress,
    )
    page = person().hold_session(everyone).go("/verifier/")
    assert page.locator(".o-nav li").count() == 10
    page.set_viewport_size({"width": 1200, "height": 900})
    expect(page.locator(".o-nav")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1200
    menu, tools = (page.locator(part).bounding_box() for part in (".o-nav ul", ".o-tools"))
    assert menu
    assert tools
    assert menu["x"] + menu["width"] <= tools["x"]


def test_the_structure_needs_no_script(person: NewPerson) -> None:
    """From evidence to filing with forms alone."""
    dossier = factories.dossier("presented")
    someone = person(java_script_enabled=False).hold_session(people_of(dossier))
    factories.fill(dossier, people_of(dossier))
    page = someone.page
    someone.go(detail(dossier, "principes/practices/"))
    someone.field("Ce que fait votre structure").fill("Vingt pratiques, décrites sans script.")
    someone.field("Ajouter des pièces").set_input_files([pdf("note.pdf")])
    someone.press("Enregistrer", exact=True)
    expect(page.get_by_text("Enregistré.")).to_be_visible()
    page.locator("summary", has_text="Retirer note.pdf").click()
    page.get_by_role("listitem").filter(has_text="note.pdf").get_by_role("button").click()
    expect(page.get_by_text("Pièce retirée : note.pdf.").first).to_be_visible()
    names = set(attachments_of(dossier, "principle:practices").values_list("name", flat=True))
    assert names == {"photo.jpg"}
    someone.press("Remettre note.pdf")
    expect(page.get_by_text("Pièce remise : note.pdf.")).to_be_visible()
    expect(page.get_by_role("link", name="note.pdf")).to_be_visible()
    someone.press("Revenir au dossier")
    page.locator("summary", has_text="Écrire à la CRESS").click()
    someone.field("Votre message").fill("Un message sans script.")
    someone.press("Envoyer le message")
    expect(page.locator("#echanges")).to_contain_text("Un message sans script.")
    someone.press("Vérifier et déposer")
    someone.press("Déposer le dossier")
    expect(page.get_by_text("Dossier déposé.")).to_be_visible()
    page.set_viewport_size(PHONE)
    someone.button("Menu", within="header").click()
    someone.press("Mes dossiers", within="header")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes dossiers")
