"""What happens to a complaint: made by anybody, handled by the CRESS or by the chair."""

import re

from playwright.sync_api import expect

from tests.browser.people import Person
from tests.browser.uploads import jpeg

FACTS = "Le logo est affiché sur une boutique que personne n’a présentée au comité."


def complain(person: Person, about: str, whom: str = "") -> str:
    """From the foot of any page, without an account; the receipt that is shown once."""
    page = person.page
    person.go("/registre/")
    person.press("Faire une réclamation", within="footer")
    page.get_by_label(about).check()
    if whom:
        person.field("Son nom, ou son numéro").fill(whom)
    person.field("Ce qui s’est passé").fill(FACTS)
    page.get_by_label("Pièces").set_input_files([jpeg("marie-devant-la-boutique.jpg")])
    person.field("Votre nom").fill("Marie Dubreuil")
    person.press("Envoyer la réclamation")
    receipt = page.locator(".o-receipt").inner_text()
    assert re.fullmatch(r"(\d{4}\s){3}\d{4}", receipt)
    person.shoot("reclamation-recue")
    return receipt


def follow(person: Person, receipt: str, expected: str) -> None:
    """What the receipt opens says `expected`."""
    person.go("/reclamations/suivi/")
    person.field("Votre reçu").fill(receipt)
    person.press("Ouvrir")
    expect(person.page.locator("main")).to_contain_text(expected)
    person.shoot("reclamation-suivie")


def add(person: Person, words: str) -> None:
    """On the page that the receipt opened."""
    person.field("Ce que vous voulez ajouter").fill(words)
    person.press("Envoyer")
    expect(person.page.get_by_role("status")).to_contain_text("C’est ajouté.")


def open_from_inbox(person: Person, task: str) -> None:
    """« Mes tâches » leads to the complaint."""
    person.go("/taches/")
    person.page.get_by_role("link", name=task).first.click()
    expect(person.page.locator("h1")).to_contain_text("Réclamation")


def say(person: Person, link: str, label: str, words: str, button: str) -> None:
    """One of the acts that are made of words."""
    person.press(link)
    if words:
        person.field(label).fill(words)
    person.press(button)
    expect(person.page.locator("h1")).to_contain_text("Réclamation")
