"""How many clicks, on how many pages, from an account to a filed dossier, when nothing goes wrong.

A click is a button or a link pressed; fields, boxes and files are filled in, not counted.
"""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Frame, expect

from directory.memberships.enums import Verification
from directory.memberships.models import Membership
from directory.representation.operations import verify_representative
from tests import factories
from tests.browser.fixtures import NewPerson
from tests.browser.people import Person
from tests.browser.serving import Site
from tests.browser.uploads import pdf
from tests.scenarios import structure_acts
from tests.scenarios.structure_acts import NAME, TEXTS
from tests.scenarios.test_dossier_to_label import DOMINIQUE, charter_file
from workflows.actors import Actor

pytestmark = [pytest.mark.browser, pytest.mark.scenario, pytest.mark.django_db(transaction=True)]

MOST_CLICKS = 17
MOST_PAGES = 19


class Counted:
    """Presses, and the pages that the main frame shows, for `person`."""

    def __init__(self, person: Person) -> None:
        self.person, self.clicks, self.pages = person, 0, 0
        person.page.on("framenavigated", self._see)

    def _see(self, frame: Frame) -> None:
        # Not the anchors of a page that is there already.
        self.pages += frame == self.person.page.main_frame and "#" not in frame.url

    def press(self, name: str, *, exact: bool = False) -> None:
        self.clicks += 1
        self.person.press(name, exact=exact)


def write_principle(counted: Counted, title: str, then: str) -> None:
    """The text and a file, then save and go on at one press."""
    page = counted.person.page
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    page.get_by_label("Ce que fait votre structure").fill(TEXTS[title])
    page.get_by_label("Ajouter des pièces").set_input_files([pdf("note.pdf")])
    counted.press(then)


def present(counted: Counted) -> None:
    page, today = counted.person.page, timezone.localdate()
    structure_acts.describe_assembly(counted.person, today - timedelta(days=12))
    counted.press("Enregistrer les informations")
    expect(page.get_by_role("heading", name="Tout est décrit")).to_be_visible()
    counted.press("Enregistrer la présentation en AG")


def test_from_an_account_to_a_filed_dossier(person: NewPerson, site: Site) -> None:
    call_command("load_charter", str(charter_file()), "--in-force")
    dominique = person()
    page, counted = dominique.page, Counted(dominique)
    dominique.go("/compte/signup/")
    structure_acts.fill_sign_up(dominique, "Dominique", "Lebreton", DOMINIQUE)
    counted.press("Créer un compte")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vérifiez votre messagerie")
    dominique.go(site.link_in(site.letter(DOMINIQUE, "")))
    counted.press("Confirmer cette adresse")
    expect(page.get_by_role("heading", level=1)).to_have_text("Déclarer votre organisation")
    structure_acts.fill_declaration(dominique, factories.siren())
    counted.press("Déclarer cette organisation")
    expect(page.get_by_text("L’inscription")).to_be_visible()
    verify_representative(
        Membership.objects.get(organisation__name=NAME),
        verification=Verification.MANDATE,
        note="Vue au répertoire.",
        actor=Actor.of(factories.manager()),
    )
    counted.press("Ouvrir un dossier")
    counted.press("Ouvrir le dossier", exact=True)
    page.get_by_label("Nom du signataire").fill("Dominique Lebreton")
    page.get_by_label("J’ai lu la charte").check()
    counted.press("Signer la charte")
    expect(page.get_by_text("Charte signée.")).to_be_visible()
    *written, last = TEXTS
    counted.press(written[0])
    for position, title in enumerate(written, start=2):
        write_principle(counted, title, f"Enregistrer, puis le principe {position}")
    present(counted)
    counted.press(last)
    write_principle(counted, last, "Enregistrer, puis les engagements")
    dominique.field("Ma structure s’est engagée").fill("Ouvrir nos instances aux usagers.")
    counted.press("Enregistrer, puis vérifier le dossier")
    expect(page.get_by_role("heading", level=1)).to_have_text("Vérifiez vos réponses")
    counted.press("Déposer le dossier")
    expect(page.get_by_text("Dossier déposé.")).to_be_visible()
    print(f"\n{counted.clicks} clicks, {counted.pages} pages")
    assert counted.clicks <= MOST_CLICKS
    assert counted.pages <= MOST_PAGES
