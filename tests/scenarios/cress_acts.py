"""What the CRESS does: instruct a dossier, then plan the session that decides it."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from directory.charters.enums import PrincipleKey
from tests.browser.people import Person
from tests.browser.uploads import jpeg
from tests.scenarios.structure_acts import NAME

REQUEST = "Nommer un responsable pour chaque action."


def confirm_representative(person: Person, name: str) -> None:
    """From the desk: what the person attached, what the register says, and « Confirmer »."""
    page = person.page
    person.go("/")
    person.shoot("bureau-representants")
    person.press("Représentations à vérifier")
    row = page.get_by_role("row", name=NAME)
    expect(row).to_contain_text(name)
    person.shoot("representants-a-verifier")
    row.get_by_role("link", name="Vérifier").click()
    expect(page.get_by_role("link", name="pv.pdf")).to_be_visible()
    page.get_by_label("Un mandat ou un procès-verbal").check()
    page.get_by_label("Ce que vous avez vérifié").fill("PV du jour, élue présidente.")
    person.shoot("verifier-un-representant")
    person.press("Confirmer", exact=True)
    expect(page.get_by_text(f"{name} représente l’organisation.")).to_be_visible()


def take_charge(person: Person, number: str) -> None:
    person.press("Dossiers", within="header")
    person.shoot("file-d-attente")
    person.press(NAME)
    expect(person.page.locator("main")).to_contain_text(number)
    person.press("Prendre en charge")
    expect(person.page.get_by_text("Dossier pris en charge.")).to_be_visible()


def find(person: Person, number: str) -> None:
    """Search the queue by number, among all that was ever filed."""
    person.press("Dossiers", within="header")
    person.field("Numéro ou structure").fill(number)
    person.field("État").select_option("tous")
    person.press("Filtrer")
    person.press(NAME)


def write(person: Person, text: str) -> None:
    """A message on the dossier, with a photograph."""
    person.page.get_by_label("Votre message").fill(text)
    person.page.get_by_label("Joindre des pièces").set_input_files([jpeg("exemple.jpg")])
    person.press("Envoyer le message")
    expect(person.page.get_by_text("Message envoyé.")).to_be_visible()
    expect(person.page.locator("#echanges")).to_contain_text(text)


def ask_complement(person: Person) -> None:
    page = person.page
    person.press("Demander des compléments")
    page.get_by_label("Sur quoi").first.select_option(PrincipleKey.ACTION_PLAN)
    page.get_by_label("Votre demande").first.fill(REQUEST)
    deadline = timezone.localdate() + timedelta(days=30)
    page.get_by_label("Réponse attendue au plus tard le").fill(deadline.isoformat())
    person.shoot("demander-complements")
    person.press("Demander ces compléments")
    expect(page.get_by_text("Compléments demandés. La structure est prévenue.")).to_be_visible()


def assess(person: Person) -> None:
    """Assess the six principles, with reasons, then declare the dossier admissible."""
    page = person.page
    page.reload()
    expect(person.button("Déclarer recevable")).to_have_attribute("aria-disabled", "true")
    for position, key in enumerate(PrincipleKey, start=1):
        page.locator(".o-turns").get_by_role("link", name=key.label).click()
        card = page.locator(f"#critere-{key}")
        card.get_by_label("Établi", exact=True).check()
        card.get_by_label("Motif").fill(f"{key.label} : les pièces l’établissent.")
        onward = "Enregistrer, puis" if position < len(PrincipleKey) else "Enregistrer"
        card.get_by_role("button", name=onward).first.click()
        expect(page.get_by_text("Appréciation enregistrée")).to_be_visible()
    person.shoot("instruction")
    person.press("Déclarer recevable")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Déclarer ce dossier recevable\u00a0?"
    )
    person.press("Déclarer recevable")
    expect(page.get_by_text("Dossier déclaré recevable.")).to_be_visible()


def plan_session(person: Person, chair: str) -> str:
    """Plan a session for today, put the dossier on its agenda, convene; return its URL."""
    page = person.page
    person.press("Séances", within="header")
    person.press("Planifier une séance")
    page.locator("input[type=date]").fill(timezone.localdate().isoformat())
    page.locator("input[type=time]").fill("14:00")
    page.get_by_label("Lieu").fill("Maison de l’ESS, Nantes")
    option = page.locator("option", has_text=chair)
    page.get_by_label("Présidence de la séance").select_option(option.get_attribute("value"))
    page.get_by_label("Motif, si le délai").fill("Les membres acceptent un délai abrégé.")
    person.press("Planifier la séance")
    option = page.locator("option", has_text=NAME)
    page.get_by_label("Point à inscrire").select_option(option.get_attribute("value"))
    person.press("Inscrire à l’ordre du jour")
    expect(page.get_by_text(f"{NAME} figure à l’ordre du jour.")).to_be_visible()
    person.shoot("seance-planifiee")
    person.press("Convoquer")
    expect(page.get_by_text("La séance est convoquée")).to_be_visible()
    return page.url
