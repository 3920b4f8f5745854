"""What a review asks of the CRESS that leads it and of an organisation, on its pages."""

from datetime import date, timedelta

from playwright.sync_api import expect

from directory.people.models import User
from directory.recognitions.models import Recognition
from labelling.oversight.reviews.models import ComplianceReview
from tests.browser.people import Person
from tests.browser.uploads import jpeg, pdf, renamed_program

WHY = "Le point d’étape dit peu du plan d’actions\u00a0: nous le regardons avec vous."
SEEN = "Le 4, le plan d’actions affiché dans les locaux date de deux ans."
ANSWER, CAUSE = "Le nouveau plan est joint.", "Le départ de la personne qui le tenait."
REMEDY, OWNER = "Dater chaque action, et l’afficher.", "La direction"
DONE = "Les douze actions sont datées et affichées."
REASONS = "Le plan affiché est à jour."
CLOSED = "L’écart est corrigé, photographies à l’appui."
LASTING = "Revu sur place\u00a0: le plan est tenu."

REFERRED = "Personne n’a répondu, et l’écart demeure."
CONDITIONS = "Un plan d’actions daté."
LIFTING = "Le plan est daté, il est joint au contrôle."


def appeal(holder: Person, review: ComplianceReview) -> None:
    holder.go(review.get_absolute_url())
    holder.press("Former un recours")
    holder.field("Motifs").fill("La bâche n’est pas la nôtre.")
    holder.press("Former un recours")
    expect(holder.page.get_by_text("Recours formé.")).to_be_visible()


def refer(reviewer: Person, review: ComplianceReview) -> None:
    """A suspension is proposed; seven months are too many, and nothing typed is lost."""
    page = reviewer.go(review.get_absolute_url())
    reviewer.press("Transmettre au comité")
    page.get_by_label("Suspendre", exact=True).check()
    reviewer.field("Motifs").fill(REFERRED)
    reviewer.field("Ce qui lèverait").fill(CONDITIONS)
    reviewer.field("Durée d’une suspension").fill("7")
    reviewer.press("Transmettre au comité")
    expect(reviewer.refusal("Durée d’une suspension")).to_contain_text("6")
    expect(page.get_by_label("Suspendre", exact=True)).to_be_checked()
    expect(reviewer.field("Ce qui lèverait")).to_have_value(CONDITIONS)
    reviewer.field("Durée d’une suspension").fill("3")
    reviewer.press("Transmettre au comité")
    expect(page.get_by_text("Contrôle transmis au comité.")).to_be_visible()


def ask_lifting(holder: Person, review: ComplianceReview) -> None:
    page = holder.go(review.get_absolute_url())
    expect(page.locator("main")).to_contain_text(CONDITIONS)
    holder.press("Demander la levée de la suspension")
    holder.field("Motifs").fill(LIFTING)
    holder.press("Demander la levée de la suspension")
    expect(page.get_by_text("Levée de la suspension demandée.")).to_be_visible()


def open_review(cress: Person, label: Recognition, leads: User) -> ComplianceReview:
    """From the page of the organisation; without saying why first, which is refused."""
    cress.go(label.organisation.get_absolute_url())
    cress.press("Ouvrir un contrôle")
    cress.field("Qui mène ce contrôle").select_option(str(leads.pk))
    cress.press("Ouvrir ce contrôle")
    expect(cress.refusal("Pourquoi ce contrôle")).to_contain_text("Dites pourquoi")
    expect(cress.field("Qui mène ce contrôle")).to_have_value(str(leads.pk))
    cress.field("Pourquoi ce contrôle").fill(WHY)
    cress.press("Ouvrir ce contrôle")
    expect(cress.page.get_by_text("Contrôle ouvert.")).to_be_visible()
    opened: ComplianceReview = label.reviews.get()
    return opened


def write_finding(reviewer: Person, review: ComplianceReview) -> None:
    """On a commitment of the signed version, with a photograph; a program is refused first."""
    page = reviewer.go(review.get_absolute_url())
    expect(reviewer.button("Notifier à l’organisation")).to_have_attribute("aria-disabled", "true")
    reviewer.press("Écrire un constat")
    reviewer.field("Engagement").select_option(label="4. Plan d’actions")
    reviewer.field("Ce que vous constatez").fill(SEEN)
    page.get_by_label("Ce qui le montre").set_input_files([renamed_program("plan.pdf")])
    reviewer.press("Écrire un constat", exact=True)
    expect(page.get_by_role("group", name="Gravité")).to_contain_text("Dites s’il s’agit")
    expect(reviewer.refusal("Ce qui le montre")).to_contain_text("plan.pdf")
    expect(reviewer.field("Ce que vous constatez")).to_have_value(SEEN)
    page.get_by_label("Écart mineur").check()
    page.get_by_label("Ce qui le montre").set_input_files([jpeg("affichage.jpg")])
    reviewer.press("Écrire un constat", exact=True)
    expect(page.get_by_text("Constat écrit.")).to_be_visible()
    expect(page.locator("#constat-1")).to_contain_text(SEEN)
    expect(page.locator("#constat-1").get_by_role("link", name="affichage.jpg")).to_be_visible()


def notify(reviewer: Person) -> None:
    reviewer.press("Notifier à l’organisation")
    expect(reviewer.page.get_by_text("Contrôle notifié à l’organisation.")).to_be_visible()


def read_what_is_asked(holder: Person, review: ComplianceReview) -> None:
    """From their home: why, what was seen, what shows it, until when."""
    page = holder.go("/")
    holder.press(str(review.recognition.number))
    for words in (WHY, SEEN, "Réponse attendue au plus tard le"):
        expect(page.locator("main")).to_contain_text(words)
    expect(page.get_by_role("link", name="affichage.jpg")).to_be_visible()
    expect(holder.button("Envoyer la réponse")).to_have_attribute("aria-disabled", "true")


def answer_finding(holder: Person) -> None:
    """With a file; nothing at all first, then a program, and what is sound is not lost."""
    page = holder.page
    holder.press("Répondre (constat 1)")
    holder.press("Répondre à un constat")
    expect(holder.refusal("Votre réponse")).to_contain_text("Écrivez votre réponse.")
    holder.field("Votre réponse").fill(ANSWER)
    holder.field("La cause").fill(CAUSE)
    page.get_by_label("Vos pièces").set_input_files([renamed_program("plan.pdf"), pdf("note.pdf")])
    holder.press("Répondre à un constat")
    refusal = holder.refusal("Vos pièces")
    expect(refusal.first).to_contain_text("plan.pdf")
    expect(refusal.last).to_contain_text("À joindre de nouveau\u00a0: note.pdf.")
    expect(holder.field("Votre réponse")).to_have_value(ANSWER)
    expect(holder.field("La cause")).to_have_value(CAUSE)
    page.get_by_label("Vos pièces").set_input_files([pdf("note.pdf")])
    holder.press("Répondre à un constat")
    expect(page.get_by_text("Réponse gardée.")).to_be_visible()
    expect(page.locator("#constat-1").get_by_role("link", name="note.pdf")).to_be_visible()


def send_answer(holder: Person) -> None:
    holder.press("Envoyer la réponse")
    expect(holder.page.get_by_text("Réponse envoyée.")).to_be_visible()


def ask_correction(reviewer: Person, review: ComplianceReview, today: date) -> date:
    """By a day within ninety; one beyond is said to be so, beside the field. Returns that day."""
    page = reviewer.go(review.get_absolute_url())
    expect(page.locator("#constat-1")).to_contain_text(ANSWER)
    expect(reviewer.button("Demander les corrections")).to_have_attribute("aria-disabled", "true")
    reviewer.press("Prévoir la correction (constat 1)")
    reviewer.fill({"Ce qui est à faire": REMEDY, "Qui s’en charge": OWNER})
    reviewer.field("Au plus tard le").fill((today + timedelta(days=91)).isoformat())
    reviewer.press("Prévoir une correction")
    expect(reviewer.refusal("Au plus tard le")).to_contain_text("au plus tard le")
    expect(reviewer.field("Ce qui est à faire")).to_have_value(REMEDY)
    expect(reviewer.field("Qui s’en charge")).to_have_value(OWNER)
    due_on = today + timedelta(days=60)
    reviewer.field("Au plus tard le").fill(due_on.isoformat())
    reviewer.press("Prévoir une correction")
    expect(page.get_by_text("Correction prévue.")).to_be_visible()
    reviewer.press("Demander les corrections")
    expect(page.get_by_text("Corrections demandées.")).to_be_visible()
    return due_on


def show_correction(holder: Person, review: ComplianceReview) -> None:
    """What was done, with a photograph; then all of it is sent."""
    page = holder.go(review.get_absolute_url())
    expect(page.locator("#constat-1")).to_contain_text(REMEDY)
    holder.press("Montrer la correction (constat 1)")
    page.get_by_label("Ce qui le montre").set_input_files([jpeg("corrige.jpg")])
    holder.press("Montrer une correction")
    expect(holder.refusal("Ce qui a été fait")).to_contain_text("Dites ce qui a été fait.")
    expect(holder.refusal("Ce qui le montre")).to_contain_text("corrige.jpg")
    holder.field("Ce qui a été fait").fill(DONE)
    page.get_by_label("Ce qui le montre").set_input_files([jpeg("corrige.jpg")])
    holder.press("Montrer une correction")
    expect(page.locator("#constat-1").get_by_role("link", name="corrige.jpg")).to_be_visible()
    holder.press("Envoyer les corrections")
    expect(page.get_by_text("Corrections envoyées.")).to_be_visible()


def conclude(reviewer: Person, review: ComplianceReview, check_on: date) -> None:
    """It is corrected, to be looked at again later; without a reason it is no conclusion."""
    page = reviewer.go(review.get_absolute_url())
    expect(page.locator("#constat-1")).to_contain_text(DONE)
    expect(reviewer.button("Clore le contrôle")).to_have_attribute("aria-disabled", "true")
    reviewer.press("Conclure (constat 1)")
    page.get_by_label("L’écart est corrigé").check()
    reviewer.field("Vérifier plus tard").fill(check_on.isoformat())
    reviewer.press("Conclure sur un constat")
    expect(reviewer.refusal("Pourquoi")).to_contain_text("Dites pourquoi")
    expect(page.get_by_label("L’écart est corrigé")).to_be_checked()
    expect(reviewer.field("Vérifier plus tard")).to_have_value(check_on.isoformat())
    reviewer.field("Pourquoi").fill(REASONS)
    reviewer.press("Conclure sur un constat")
    expect(page.get_by_text("Constat conclu.")).to_be_visible()


def close(reviewer: Person) -> None:
    reviewer.press("Clore le contrôle")
    reviewer.press("Clore le contrôle")
    expect(reviewer.refusal("Motifs")).to_contain_text("Indiquez les motifs.")
    reviewer.field("Motifs").fill(CLOSED)
    reviewer.press("Clore le contrôle")
    expect(reviewer.page.get_by_text("Contrôle clos.")).to_be_visible()
    expect(reviewer.page.locator("#ou")).to_have_text("Écarts corrigés")


def check_effect(reviewer: Person, review: ComplianceReview) -> None:
    """On the day that was said, from « Mes tâches »."""
    page = reviewer.go("/taches/")
    page.get_by_role("link", name="Vérifier que les corrections tiennent").first.click()
    reviewer.press("Vérifier l’effet des corrections")
    page.get_by_label("La correction du constat 1 tient").check()
    reviewer.press("Vérifier l’effet des corrections")
    expect(reviewer.refusal("Ce que vous constatez")).to_contain_text("Dites ce que vous")
    expect(page.get_by_label("La correction du constat 1 tient")).to_be_checked()
    reviewer.field("Ce que vous constatez").fill(LASTING)
    reviewer.press("Vérifier l’effet des corrections")
    expect(page.locator("#constat-1")).to_contain_text(f"La correction tient\u00a0: {LASTING}")
