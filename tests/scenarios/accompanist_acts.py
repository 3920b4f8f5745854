"""What an accompanist does, page by page, from its first visit to its listing."""

from django.utils import timezone
from playwright.sync_api import expect

from directory.charters.enums import CommitmentKey
from labelling.instruction.enums import Finding
from tests.browser.people import Person
from tests.browser.uploads import pdf, renamed_program
from tests.scenarios.structure_acts import NAME

PRESENTATION = (
    "Trois associées qui accompagnent des structures de l’économie sociale et solidaire dans leur "
    "démarche d’amélioration continue, de la première question au plan d’actions."
)
CLIENT = "Mutuelle des Rives"
CONTACT = "Maud Keller"
SAID = "Un suivi attentif, et un plan d’actions qui sert encore."
MATTERS = {
    "Autodiagnostic": "sur l’amélioration continue",
    "Gouvernance": "économie sociale et solidaire",
}


def start(person: Person) -> None:
    """From the home page, the organisation being declared already."""
    person.go("/")
    person.press("Demander à être référencé")
    person.press("Demander le référencement")
    person.shoot("demander-a-etre-reference")
    person.press("Ouvrir le dossier", exact=True)
    expect(person.page.get_by_role("heading", level=1)).to_have_text(NAME)
    person.shoot("referencement-commence")


def describe(person: Person) -> None:
    """What it does and where; a country first: it is said, and nothing is lost."""
    page = person.page
    person.press("Compléter la partie 2")
    page.get_by_label("Présentation").fill(PRESENTATION)
    person.fill({"Site": "conseil.example"})
    page.get_by_label("Accompagnement").check()
    page.get_by_label("La démarche d’amélioration continue dans son ensemble").check()
    page.get_by_label("Environnement").check()
    page.get_by_label("Vous souhaitez utiliser la partie privée").check()
    person.press("Enregistrer, puis la partie 3")
    page.get_by_label("Maine-et-Loire").check()
    person.fill({"Ailleurs en France": "Genève"})
    person.press("Enregistrer", exact=True)
    expect(person.refusal("Ailleurs en France")).to_contain_text("Genève")
    expect(page.get_by_label("Maine-et-Loire")).to_be_checked()
    person.fill({"Ailleurs en France": "Morbihan, 35"})
    person.shoot("referencement-territoire")
    person.press("Enregistrer, puis la partie 4")


def train(person: Person) -> None:
    """The half-day training: not tomorrow; then its attestation, a real PDF."""
    page, today = person.page, timezone.localdate()
    person.fill({"Nom": "Ali Benoît", "Formation suivie le": f"{today.year + 1}-01-15"})
    person.press("Enregistrer", exact=True)
    expect(person.refusal("Formation suivie le")).to_contain_text("à venir")
    person.fill({"Formation suivie le": f"{today.year - 1}-03-02"})
    page.get_by_label("Joindre l’attestation").set_input_files([pdf("attestation.pdf")])
    person.press("Enregistrer, puis la partie 5")


def refer(person: Person) -> None:
    """Two missions; the same twice is told to be one."""
    page = person.page
    for theme, proves in MATTERS.items():
        page.get_by_role("link", name="référence").last.click()
        fill_mission(person, theme)
        page.get_by_role("checkbox", name=proves).check()
        person.press("Enregistrer la référence")
        expect(page.get_by_role("heading", level=1)).to_have_text("Vos références")
    person.press("Ajouter une autre référence")
    fill_mission(person, next(iter(MATTERS)))
    person.press("Enregistrer la référence")
    expect(person.refusal("Client")).to_contain_text("Vous avez déjà donné cette référence")
    expect(page.get_by_label("Ce qui a été fait")).to_have_value("Ateliers, puis suivi.")
    person.press("Revenir aux références")
    person.shoot("referencement-references")


def fill_mission(person: Person, theme: str) -> None:
    person.fill(
        {
            "Client": CLIENT,
            "Année": str(timezone.localdate().year - 1),
            "Thème": theme,
            "Ce qui a été fait": "Ateliers, puis suivi.",
            "Contact chez ce client": CONTACT,
            "Son téléphone": "02 41 00 00 00",
        }
    )
    person.page.get_by_label("Cette référence peut être publiée").check()


def engage(person: Person) -> None:
    """Each commitment one by one, then the pieces: a program is refused, its neighbour kept."""
    page = person.page
    person.press("Aller à la partie 6")
    boxes = page.locator("main").get_by_role("checkbox")
    for box in boxes.all():
        box.check()
    person.shoot("referencement-engagements")
    person.press("Enregistrer, puis la partie 7")
    fiscal, contract = page.locator("#tax"), page.locator("#contract")
    fiscal.get_by_label("Joindre").set_input_files([pdf("attestation-fiscale.pdf")])
    contract.get_by_label("Joindre").set_input_files([renamed_program("convention.pdf")])
    person.press("Enregistrer", exact=True)
    expect(page.locator(".o-errors").first).to_be_visible()
    expect(fiscal.get_by_role("link", name="attestation-fiscale.pdf").first).to_be_visible()
    contract.get_by_label("Joindre").set_input_files([pdf("convention-type.pdf")])
    person.press("Enregistrer, puis vérifier le dossier")


def sign_and_file(person: Person) -> str:
    """Read again, sign, file; return the number of the receipt."""
    page = person.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Vérifiez vos réponses")
    expect(page.locator("main")).to_contain_text(CONTACT)
    person.shoot("referencement-verification")
    person.press("Relire la charte, signer et déposer")
    person.fill({"Nom du signataire": "Dominique Lebreton", "Fonction": "Présidente"})
    page.get_by_label("J’ai lu la charte").check()
    person.press("Signer et déposer le dossier")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dossier déposé, numéro")
    person.shoot("referencement-accuse")
    return page.locator("h1 .o-num").inner_text()


def instruct(person: Person, number: str) -> None:
    """The CRESS: queue, charge, a call to a client, four findings, « recevable »."""
    page = person.page
    person.press("Dossiers", within="header")
    person.press("Référencements")
    person.shoot("file-des-referencements")
    person.press(NAME)
    expect(page.locator("main")).to_contain_text(number)
    person.press("Prendre en charge")
    log_call(person)
    for key in CommitmentKey:
        page.locator(".o-turns").get_by_role("link", name=key.label).click()
        card = page.locator(f"#critere-{key}")
        card.get_by_label(Finding.ESTABLISHED.label, exact=True).check()
        card.get_by_label("Motif").fill(f"{key.label} : établi.")
        card.get_by_role("button", name="Enregistrer", exact=True).click()
        expect(page.get_by_text("Appréciation enregistrée")).to_be_visible()
    person.press("Déclarer recevable")
    person.press("Déclarer recevable")
    expect(page.get_by_text("Dossier déclaré recevable.")).to_be_visible()


def log_call(person: Person) -> None:
    page = person.page
    page.locator(".o-turns").get_by_role("link", name=CommitmentKey.EXPERIENCE.label).click()
    expect(page.locator("main")).to_contain_text(CONTACT)
    page.get_by_role("link", name="Noter un contact").first.click()
    page.get_by_label("Par téléphone").check()
    person.fill({"Le": timezone.localdate().isoformat(), "Ce qui a été dit": SAID})
    person.shoot("noter-un-contact")
    person.press("Noter ce contact")
    expect(page.locator("main")).to_contain_text(SAID)


def read_as_committee(person: Person) -> None:
    """On the page of the case: what the client said, and not whom it was."""
    page = person.page
    page.locator(".o-turns").get_by_role("link", name=CommitmentKey.EXPERIENCE.label).click()
    expect(page.locator("main")).to_contain_text(SAID)
    assert CONTACT not in page.content()


def find_in_annuaire(person: Person, number: str) -> None:
    """Anybody: the list of a department, then the page, with what may be published."""
    page = person.page
    person.go("/annuaire/?departement=49")
    person.shoot("annuaire")
    page.locator("main").get_by_role("link", name=NAME).first.click()
    main = page.locator("main")
    expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
    for shown in (number, PRESENTATION, CLIENT):
        expect(main).to_contain_text(shown)
    assert CONTACT not in page.content()
    person.shoot("fiche-d-accompagnateur")
