"""What is typed outlives a detour, a refusal, another form; it is nobody else's."""

import re

import pytest
from playwright.sync_api import Dialog, Page, expect

from committee.room import operations as room
from labelling.dossiers.models import Dossier
from tests import factories
from tests.browser import uploads
from tests.browser.fixtures import NewPerson
from tests.browser.people import Person, with_account
from tests.committee import making
from tests.committee.pages import url
from tests.factories import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Quarante personnes,\ndont douze usagers."
FIELD = "Ce que fait votre structure"
KEPT = re.compile(r"Brouillon gardé à \d{1,2}\sh(\s\d\d)?, pas encore enregistré\.")
KEYS = "Object.keys(sessionStorage).filter((key) => key.startsWith('drafts-'))"


def writing(person: NewPerson, state: str = "committed") -> tuple[Dossier, Person, Page]:
    """A person on the second principle, some words typed and not sent."""
    dossier = factories.dossier(state)
    someone = person().hold_session(with_account(factories.representative_of(dossier)))
    page = someone.go(principle(dossier, "stakeholders"))
    someone.field(FIELD).fill(WORDS)
    return dossier, someone, page


def principle(dossier: Dossier, key: str) -> str:
    return f"{dossier.get_absolute_url()}principes/{key}/"


def test_the_next_principle_loses_nothing_and_says_where_the_text_is(person: NewPerson) -> None:
    _, someone, page = writing(person)
    expect(page.locator(".o-draft")).to_have_text(KEPT)
    someone.press("Principe suivant")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pratiques existantes")
    expect(someone.field(FIELD)).to_have_value("")
    note = page.locator(".o-note", has_text="n’est pas encore enregistré")
    someone.shoot("brouillon-ailleurs")
    note.get_by_role("link", name="État des parties prenantes").click()
    expect(someone.field(FIELD)).to_have_value(WORDS)
    expect(page.locator(".o-draft")).to_have_text(KEPT)
    someone.shoot("brouillon-rendu")
    someone.press("Enregistrer", exact=True)
    expect(page.get_by_text("Enregistré.")).to_be_visible()
    expect(page.locator(".o-draft")).to_have_text("")
    assert page.evaluate(KEYS) == []


def test_words_kept_on_several_pages_fold_into_one_note(person: NewPerson) -> None:
    dossier, someone, page = writing(person)
    someone.press("Principe suivant")
    someone.field(FIELD).fill(WORDS)
    expect(page.locator(".o-draft")).to_have_text(KEPT)
    someone.go(dossier.get_absolute_url())
    note = page.locator(".o-note", has_text="n’est pas encore enregistré, sur 2\u00a0pages")
    expect(note.get_by_role("link")).to_have_count(0)
    note.locator("summary").click()
    expect(note.get_by_role("link")).to_have_count(2)
    someone.shoot("brouillons-ailleurs")
    someone.press("Oublier ce brouillon")
    expect(note.get_by_role("link")).to_contain_text("Pratiques existantes")
    someone.press("Oublier ce brouillon")
    expect(page.get_by_text("n’est pas encore enregistré")).to_have_count(0)
    assert page.evaluate(KEYS) == []


def test_leaving_the_site_asks_first_and_another_page_of_it_does_not(person: NewPerson) -> None:
    _, someone, page = writing(person)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    someone.press("Principe suivant")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pratiques existantes")
    assert asked == []
    page.locator("main").click()
    page.goto("about:blank")
    assert asked == ["beforeunload"]


def test_a_refusal_gives_the_words_back_and_they_stay_a_draft(person: NewPerson) -> None:
    dossier, someone, page = writing(person)
    page.context.route("**/principes/**", lambda route: route.fulfill(status=503, body="<h1>!"))
    someone.press("Enregistrer", exact=True)
    expect(page.locator("h1")).to_have_text("!")
    page.context.unroute("**/principes/**")
    someone.complaints.clear()
    someone.go(dossier.get_absolute_url())
    someone.go(principle(dossier, "stakeholders"))
    expect(someone.field(FIELD)).to_have_value(WORDS)


def test_a_file_that_is_refused_does_not_make_a_draft_of_what_was_saved(person: NewPerson) -> None:
    _, someone, page = writing(person)
    page.get_by_label("Ajouter des pièces").set_input_files([uploads.renamed_program("plan.pdf")])
    someone.press("Enregistrer", exact=True)
    expect(page.get_by_text("Le texte et les pièces acceptées sont enregistrés.")).to_be_visible()
    assert page.evaluate(KEYS) == []


def test_what_somebody_wrote_meanwhile_is_not_covered_by_a_draft(person: NewPerson) -> None:
    dossier, someone, page = writing(person)
    someone.press("Principe suivant")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pratiques existantes")
    factories.fill(dossier, factories.representative_of(dossier))
    someone.go(principle(dossier, "stakeholders"))
    expect(someone.field(FIELD)).to_have_value(re.compile("Voici comment"))
    expect(page.locator(".o-note blockquote")).to_have_text(WORDS)
    someone.press("Oublier ce brouillon")
    expect(page.locator(".o-note blockquote")).to_have_count(0)
    assert page.evaluate(KEYS) == []


def test_nothing_is_left_to_who_signs_in_next(person: NewPerson) -> None:
    dossier, someone, page = writing(person)
    expect(page.locator(".o-draft")).to_have_text(KEPT)
    other = factories.user("Noa", "Petit")
    factories.membership(other, dossier.organisation, "contributor")
    someone.hold_session(other)
    someone.go(principle(dossier, "stakeholders"))
    expect(someone.field(FIELD)).to_have_value("")
    assert page.evaluate(KEYS) == []


def test_signing_out_forgets_in_every_tab(person: NewPerson) -> None:
    dossier, someone, page = writing(person)
    expect(page.locator(".o-draft")).to_have_text(KEPT)
    beside = someone.context.new_page()
    beside.goto(principle(dossier, "practices"))
    beside.get_by_label(FIELD).fill("Des pratiques.")
    expect(beside.locator(".o-draft")).to_have_text(KEPT)
    page.locator("[popovertarget=compte]").click()
    someone.press("Se déconnecter", within="header")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate(KEYS) == []
    expect(beside.locator("h1")).to_be_visible()
    beside.wait_for_function(f"() => !{KEYS}.length")


def test_a_secret_is_never_kept(person: NewPerson) -> None:
    user = with_account(factories.user())
    someone = person().hold_session(user)
    page = someone.go("/compte/password/change/")
    for field in page.locator("main input[type=password]").all():
        field.fill(PASSWORD)
    someone.go("/")
    stored = page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")
    assert PASSWORD not in stored


@pytest.mark.parametrize(
    ("state", "path", "label"),
    [
        ("committed", "engagements/", "Ma structure s’est engagée"),
        ("committed", "presentation/", "Ce qui s’est dit"),
        ("to_complete", "complements/", "Votre réponse"),
        ("refused", "recours/", ""),
        ("presented", "abandon/", ""),
    ],
)
def test_every_page_where_a_structure_writes_keeps_it(
    person: NewPerson, state: str, path: str, label: str
) -> None:
    dossier = factories.dossier(state)
    someone = person().hold_session(factories.representative_of(dossier))
    page = someone.go(f"{dossier.get_absolute_url()}{path}")
    area = someone.field(label) if label else page.locator("main textarea").first
    area.fill(WORDS)
    someone.go("/")
    someone.go(f"{dossier.get_absolute_url()}{path}")
    expect(area).to_have_value(WORDS)


def test_a_declaration_begun_is_kept_its_legal_form_included(person: NewPerson) -> None:
    someone = person().hold_session(factories.user())
    page = someone.go("/organisations/nouvelle/")
    someone.field("Nom de l’organisation").fill("Les Jardins du Layon")
    someone.search("Forme juridique", "association declaree", "Association déclarée")
    someone.go("/")
    page = someone.go("/organisations/nouvelle/")
    expect(someone.field("Nom de l’organisation")).to_have_value("Les Jardins du Layon")
    expect(someone.field("Forme juridique")).to_have_value("Association déclarée")
    expect(page.locator("select[name=legal_form]")).to_have_value("9220")


def test_the_reasons_of_the_chair_outlive_a_reload_and_go_once_they_are_sent(
    person: NewPerson,
) -> None:
    made = making.committee()
    session = making.opened(made, factories.dossier("admissible"))
    room.open_item(session.items.get(), actor=made.chair)
    chair = person().hold_session(made.mandates[0].user)
    page = chair.go(url(session, "salle"))
    page.locator("summary", has_text="Reporter ce point").click()
    chair.field("Motif").fill("Il manque l’avis de l’expert.")
    expect(page.locator(".o-draft").filter(has_text=KEPT)).to_be_visible()
    page.reload()
    expect(chair.field("Motif")).to_have_value("Il manque l’avis de l’expert.")
    expect(chair.field("Motif")).to_be_visible()
    chair.press("Reporter ce point")
    expect(page.get_by_text("Point reporté.")).to_be_visible()
    assert page.evaluate(KEYS) == []


def test_a_message_to_several_is_a_draft_until_it_is_confirmed(person: NewPerson) -> None:
    """The preview shows it, and does not call it unsaved; confirmed, it is sent."""
    dossier = factories.dossier("under_instruction")
    someone = person().hold_session(factories.manager())
    page = someone.go(f"/bureau/lots/?affaire={dossier.pk}")
    someone.field("Message").fill(WORDS)
    expect(page.locator(".o-draft")).to_have_text(KEPT)
    form = page.locator("form", has=page.locator("textarea"))
    form.get_by_role("button", name="Voir ce qui serait fait").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("aperçu")
    unsaved = page.get_by_text("n’est pas encore enregistré")
    expect(unsaved).to_have_count(0)
    someone.press("Annuler")
    expect(someone.field("Message")).to_have_value(WORDS)
    form.get_by_role("button", name="Voir ce qui serait fait").click()
    someone.press("Confirmer")
    expect(page.get_by_role("heading", level=1)).to_have_text("Relancer par un message")
    expect(unsaved).to_have_count(0)
    assert page.evaluate(KEYS) == []
