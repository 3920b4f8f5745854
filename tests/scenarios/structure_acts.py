"""What the people of a structure do, page by page, and what each page must answer."""

from datetime import date, timedelta

from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.people import Person
from tests.browser.uploads import jpeg, pdf, renamed_program
from tests.factories import PASSWORD

NAME = "Les Jardins du Layon"
TEXTS = {
    "Questionnement sur nos pratiques": "Six ateliers, un par domaine, d’octobre à mars.",
    "État des parties prenantes": "Quarante-deux parties prenantes, leur poids et leur influence.",
    "Pratiques existantes": "Vingt-trois pratiques relevées, dont le conseil des usagers.",
    "Plan d’actions": "Douze actions datées, un responsable pour chacune.",
    "Accessibilité de la démarche": "Documents faciles à lire, réunions à vélo et en visio.",
}
CORRECTED = TEXTS["Questionnement sur nos pratiques"].replace("Six", "Sept")

DONE_BY = {
    "Charte signée": "Dominique Lebreton",
    "Dossier déposé": "Dominique Lebreton",
    "Dossier pris en charge": "Sacha Guérin",
    "Compléments demandés": "Sacha Guérin",
    "Compléments renvoyés": "Dominique Lebreton",
    "Dossier déclaré recevable": "Sacha Guérin",
    "Dossier validé par le comité": "Le comité",
}


def sign_up(person: Person, first_name: str, last_name: str, email: str) -> None:
    """Fill in the form, then follow the link of the e-mail."""
    fill_sign_up(person, first_name, last_name, email)
    person.press("Créer un compte")
    expect(person.page.get_by_role("heading", level=1)).to_have_text("Vérifiez votre messagerie")
    person.go(person.site.link_in(person.site.letter(email, "")))
    person.press("Confirmer cette adresse")


def fill_sign_up(person: Person, first_name: str, last_name: str, email: str) -> None:
    person.fill(
        {
            "Prénom": first_name,
            "Nom": last_name,
            "Adresse e-mail": email,
            "Mot de passe": PASSWORD,
            "Le mot de passe, une seconde fois": PASSWORD,
        }
    )


def fill_declaration(person: Person, siren: str) -> None:
    """All that is asked of whoever represents a structure, a proof included."""
    page = person.page
    person.fill(
        {
            "SIREN, SIRET ou RNA": siren,
            "Nom de l’organisation": NAME,
            "Commune": "Angers",
            "Votre fonction": "Présidente",
        }
    )
    person.search("Forme juridique", "association declaree", "Association déclarée")
    page.get_by_label("Département").select_option("49")
    page.get_by_label("Je la représente légalement").check()
    page.get_by_label("Une preuve que vous la représentez").set_input_files([pdf("pv.pdf")])


def declare(person: Person, siren: str) -> None:
    """Declare the organisation; a wrong SIREN first: it is said, and nothing typed is lost."""
    page = person.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Déclarer votre organisation")
    fill_declaration(person, siren[:-1] + str((int(siren[-1]) + 1) % 10))
    person.press("Déclarer cette organisation")
    expect(person.refusal("SIREN")).to_contain_text("Ce numéro SIREN n’existe pas")
    expect(page.get_by_label("Nom de l’organisation")).to_have_value(NAME)
    expect(page.get_by_label("Forme juridique")).to_have_value("Association déclarée")
    expect(page.get_by_label("Votre fonction")).to_have_value("Présidente")
    person.shoot("declarer-siren-faux")
    page.get_by_label("SIREN, SIRET ou RNA").fill(f"{siren[:3]} {siren[3:6]} {siren[6:]}")
    page.get_by_label("Une preuve que vous la représentez").set_input_files([pdf("pv.pdf")])
    person.press("Déclarer cette organisation")
    expect(page.get_by_text("L’inscription")).to_be_visible()


def invite(person: Person, email: str) -> None:
    person.press("Mon organisation", within="header")
    person.press("Inviter quelqu’un")
    person.fill({"Adresse e-mail": email})
    person.press("Envoyer l’invitation")
    expect(person.page.get_by_text(f"Invitation envoyée à {email}")).to_be_visible()


def accept_invitation(person: Person, email: str) -> None:
    """Open the link received, make an account, and come back to accept."""
    link = person.site.link_in(person.site.letter(email, NAME))
    person.go(link)
    person.shoot("invitation")
    person.press("Créer un compte")
    sign_up(person, "Camille", "Morin", email)
    expect(person.page.get_by_role("heading", level=1)).to_have_text(f"Rejoindre {NAME}")
    person.fill({"Votre fonction": "Chargée de mission"})
    person.press("Accepter l’invitation")
    expect(person.page.get_by_text(f"Vous avez rejoint {NAME}")).to_be_visible()


def ask_to_join(person: Person, siren: str) -> None:
    """Someone else declares the same SIREN: no twin, an offer to join."""
    page = person.page
    person.go("/compte/signup/")
    sign_up(person, "Lou", "Garnier", "lou@exemple.fr")
    person.fill(
        {
            "SIREN, SIRET ou RNA": siren,
            "Nom de l’organisation": "Jardins du Layon",
            "Commune": "Angers",
            "Votre fonction": "Trésorier",
        }
    )
    person.search("Forme juridique", "association declaree", "Association déclarée")
    page.get_by_label("Département").select_option("49")
    page.get_by_label("Je la représente légalement").check()
    person.press("Déclarer cette organisation")
    expect(page.get_by_role("heading", name="est déjà faite")).to_be_visible()
    person.shoot("deja-inscrite")
    person.press("Demander à rejoindre")
    expect(page.get_by_text("Demande envoyée")).to_be_visible()


def open_dossier(person: Person) -> None:
    person.go("/")
    person.shoot("accueil-sans-dossier")
    person.press("Ouvrir un dossier")
    person.press("Ouvrir le dossier", exact=True)


def wait_to_sign(person: Person) -> None:
    """Before the CRESS confirms who one is, the charter is read, not signed."""
    expect(person.button("Signer la charte")).to_have_attribute("aria-disabled", "true")
    expect(person.page.get_by_text("La CRESS vérifie que vous représentez")).to_be_visible()
    person.shoot("signer-plus-tard")


def sign_charter(person: Person, digest: str) -> None:
    """Read the charter in force, and sign it: first without ticking the box."""
    page = person.page
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Lire et signer la charte")
    expect(page.locator("main")).to_contain_text(digest)
    person.shoot("signer")
    page.get_by_label("Nom du signataire").fill("Dominique Lebreton")
    person.press("Signer la charte")
    expect(page.get_by_text("Cochez cette case pour signer.").first).to_be_visible()
    page.get_by_label("J’ai lu la charte").check()
    person.press("Signer la charte")
    expect(page.get_by_text("Charte signée. Votre dossier est ouvert.")).to_be_visible()


def give_evidence(person: Person, principle: str) -> None:
    """Write the text of a principle and join a PDF and a photograph."""
    page = person.page
    page.get_by_label("Ce que fait votre structure").fill(TEXTS[principle])
    page.get_by_label("Ajouter des pièces").set_input_files([pdf("note.pdf"), jpeg("atelier.jpg")])
    person.press("Enregistrer", exact=True)
    expect(page.get_by_text("Enregistré.")).to_be_visible()
    expect(page.get_by_role("link", name="atelier.jpg")).to_be_visible()
    # No scanner answers here: the demo says so, in plain sight.
    expect(page.get_by_text("Non analysé").first).to_be_visible()


def be_refused_a_program(person: Person, principle: str) -> None:
    """A renamed program is refused, the sound file and the text are kept."""
    page = person.page
    page.get_by_label("Ce que fait votre structure").fill(TEXTS[principle])
    page.get_by_label("Ajouter des pièces").set_input_files(
        [renamed_program("plan.pdf"), pdf("plan-d-actions.pdf")]
    )
    person.press("Enregistrer", exact=True)
    refusal = person.refusal("Ajouter des pièces")
    expect(refusal).to_contain_text("plan.pdf")
    expect(refusal).to_contain_text("PDF")
    expect(page.get_by_label("Ce que fait votre structure")).to_have_value(TEXTS[principle])
    expect(page.get_by_role("link", name="plan-d-actions.pdf")).to_be_visible()
    person.shoot("piece-refusee")


def give_all_evidence_but_one(person: Person) -> None:
    """Four written principles, one of them through a refusal; the last stays to be done."""
    open_own_dossier(person)
    *given, _ = TEXTS
    for principle in given:
        person.press(principle)
        if principle == "Plan d’actions":
            be_refused_a_program(person, principle)
        else:
            give_evidence(person, principle)
        person.press("Revenir au dossier")
    person.press(given[0])
    person.field("Ce que fait votre structure").fill(CORRECTED)
    person.press("Enregistrer", exact=True)
    expect(person.page.get_by_text("Enregistré.")).to_be_visible()


def open_own_dossier(person: Person) -> None:
    person.press("Mes dossiers", within="header")
    person.press(NAME, exact=True)


def present(person: Person) -> None:
    """The AG, first on a day to come, then the internal bodies; then record it all."""
    page = person.page
    open_own_dossier(person)
    person.press("Décrire la présentation en AG")
    today = timezone.localdate()
    describe_assembly(person, today + timedelta(days=3))
    person.press("Enregistrer les informations")
    refusal = person.refusal("Date de l’assemblée générale")
    expect(refusal).to_contain_text("Cette date est à venir. Indiquez une AG déjà tenue.")
    expect(page.get_by_label("Membres présents")).to_have_value("31")
    person.shoot("ag-a-venir")
    page.get_by_label("Date de l’assemblée générale").fill(_iso(today - timedelta(days=12)))
    person.press("Enregistrer les informations")
    expect(page.get_by_role("heading", name="Tout est décrit")).to_be_visible()
    person.press("Enregistrer la présentation en AG")


def describe_assembly(person: Person, held_on: date) -> None:
    """Its figures, its debate, its minutes, and how the internal bodies were told."""
    page, today = person.page, timezone.localdate()
    page.get_by_label("Date de l’assemblée générale").fill(_iso(held_on))
    page.get_by_label("Membres convoqués").fill("58")
    page.get_by_label("Membres présents").fill("31")
    page.get_by_label("Oui, l’assemblée en a débattu").check()
    page.get_by_label("Ce qui s’est dit").fill("Un débat nourri sur les déplacements.")
    page.get_by_label("Joindre le procès-verbal").set_input_files([pdf("pv-ag.pdf")])
    for body in ("Conseil d’administration", "Salariés"):
        group = page.get_by_role("group", name=body)
        group.locator("input[type=date]").fill(_iso(today - timedelta(days=20)))
    council = page.get_by_role("group", name="Comité social et économique")
    council.locator("input[type=text]").fill("Moins de onze salariés, pas de CSE.")


def be_refused_the_filing(person: Person) -> None:
    """« Déposer » is inert and says why; each line to be done leads to where it is."""
    page = person.page
    open_own_dossier(person)
    button = person.button("Déposer le dossier")
    expect(button).to_have_attribute("aria-disabled", "true")
    button.click(force=True)
    person.shoot("ce-qui-manque")
    person.press("voir ce qui manque encore")
    to_do = page.get_by_role("listitem").filter(has_text="À faire").get_by_role("link")
    expect(to_do).to_have_count(2)
    principle = "Accessibilité de la démarche"
    to_do.filter(has_text=principle).click()
    give_evidence(person, principle)
    person.press("Revenir au dossier")
    to_do.click()
    person.field("Ma structure s’est engagée").fill("Ouvrir nos instances aux usagers.")
    person.press("Enregistrer", exact=True)


def submit(person: Person, year: int) -> str:
    """Press « Déposer »; return the number given."""
    page = person.page
    expect(page.get_by_role("heading", name="Tout est prêt")).to_be_visible()
    person.shoot("pret-a-deposer")
    person.press("Vérifier et déposer")
    check_answers(person)
    person.press("Déposer le dossier")
    expect(page.get_by_text("Dossier déposé.")).to_be_visible()
    number = f"D-{year}-0001"
    expect(page.locator("main")).to_contain_text(number)
    person.shoot("depose")
    return number


def check_answers(person: Person) -> None:
    """All that leaves is on one page, with what filing does before its button."""
    page = person.page
    expect(page.get_by_role("heading", level=1)).to_have_text("Vérifiez vos réponses")
    main = page.locator("main")
    for text in (CORRECTED, *list(TEXTS.values())[1:], "Ouvrir nos instances aux usagers."):
        expect(main).to_contain_text(text)
    expect(main).to_contain_text("Ce qui se passe ensuite")
    person.shoot("verifier-vos-reponses")


def answer_complements(person: Person) -> None:
    """Answer the one request, with a file, then send the dossier back."""
    page = person.page
    person.press("Mes tâches", within="header")
    person.shoot("taches")
    person.press(NAME)
    person.press("Répondre aux demandes")
    page.get_by_label("Votre réponse").fill("Lou Garnier, directrice, suit les douze actions.")
    page.get_by_label("Joindre des pièces").set_input_files([pdf("responsables.pdf")])
    person.shoot("complements")
    person.press("Enregistrer les réponses")
    person.press("Renvoyer le dossier complété")
    expect(page.get_by_text("Compléments renvoyés.")).to_be_visible()


def answer_message(person: Person, text: str) -> None:
    """Read what the CRESS wrote, take its file, and answer."""
    open_own_dossier(person)
    conversation = person.page.locator("#echanges")
    expect(conversation).to_contain_text("Sacha Guérin, CRESS")
    with person.page.expect_download() as download:
        conversation.get_by_role("link", name="exemple.jpg").click()
    assert download.value.path().read_bytes() == jpeg("")["buffer"]
    person.field("Votre message").fill(text)
    person.press("Envoyer le message")
    expect(conversation).to_contain_text(text)


def see_label(person: Person, label: str) -> None:
    """On the dossier, on the organisation's page, and as a certificate."""
    open_own_dossier(person)
    granted = person.page.get_by_role("heading", name="Votre structure est labellisée OSE")
    expect(granted).to_be_visible()
    person.shoot("dossier-valide")
    person.press("Mon organisation", within="header")
    expect(person.page.get_by_role("link", name=label, exact=True)).to_be_visible()
    person.shoot("organisation")
    person.press("Certificat et logo")
    with person.page.expect_download() as download:
        person.press("Télécharger le certificat")
    assert download.value.suggested_filename == f"{label}.pdf"
    person.shoot("identite-visuelle")


def read_history(person: Person) -> None:
    """Who did what, and what a text said before and after."""
    page = person.page
    person.press("Tout l’historique")
    expect(page.get_by_role("heading", level=1)).to_have_text("Historique")
    person.shoot("historique")
    told: list[str] = []
    corrections = 0
    while True:
        told += page.locator("main li").all_inner_texts()
        corrections += _read_correction(page)
        older = page.get_by_role("link", name="Page suivante")
        if not older.count():
            break
        person.go(older.get_attribute("href") or "")
    for what, who in DONE_BY.items():
        assert any(what in line and who in line for line in told), what
    assert corrections == 1


def _read_correction(page: Page) -> int:
    """How many lines of this page of the history tell it, each unfolded."""
    change = page.locator("details", has=page.locator("ins", has_text=CORRECTED))
    if change.count():
        change.locator("summary").click()
        expect(change.locator("del")).to_contain_text("Six ateliers")
        expect(change.locator("ins", has_text=CORRECTED)).to_be_visible()
    return change.count()


def _iso(day: date) -> str:
    return day.isoformat()
