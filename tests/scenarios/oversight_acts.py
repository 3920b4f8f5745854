"""What a review takes: the CRESS leads it, the organisation answers, each on its pages."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from labelling.oversight.reviews.models import ComplianceReview
from tests.browser.people import Person
from tests.browser.uploads import jpeg

SEEN = "La bâche du chantier porte encore l’ancien logo."


def open_review(cress: Person, number: str, reviewer: str) -> ComplianceReview:
    """Of the recognition `number`; led by `reviewer`, by name."""
    cress.go(f"/controles/ouvrir/{number}/")
    cress.field("Pourquoi ce contrôle").fill("Le logo se voit là où il ne doit plus être.")
    cress.field("Qui mène ce contrôle").select_option(label=reviewer)
    cress.press("Ouvrir ce contrôle")
    expect(cress.page.get_by_text("Contrôle ouvert.")).to_be_visible()
    return ComplianceReview.objects.latest("pk")


def write_and_notify(reviewer: Person, review: ComplianceReview) -> None:
    """One finding, with a photograph, then all of it to the organisation."""
    reviewer.go(review.get_absolute_url())
    reviewer.press("Écrire un constat")
    reviewer.field("Engagement de la charte signée").select_option(index=2)
    reviewer.page.get_by_label("Écart mineur").check()
    reviewer.field("Ce que vous constatez").fill(SEEN)
    reviewer.page.get_by_label("Ce qui le montre").set_input_files([jpeg("bache.jpg")])
    reviewer.press("Écrire un constat")
    expect(reviewer.page.locator("main")).to_contain_text(SEEN)
    reviewer.press("Notifier à l’organisation")
    expect(reviewer.page.get_by_text("Contrôle notifié à l’organisation.")).to_be_visible()


def answer(holder: Person) -> None:
    """From the home page: to each finding, then all of it to the CRESS."""
    holder.go("/")
    expect(holder.page.get_by_role("heading", name="Un contrôle vous concerne")).to_be_visible()
    holder.page.locator("section", has_text="Un contrôle vous concerne").get_by_role("link").click()
    expect(holder.page.locator("main")).to_contain_text(SEEN)
    holder.shoot("controle-a-repondre")
    holder.press("Répondre")
    holder.field("Votre réponse").fill("La bâche sera remplacée.")
    holder.press("Répondre à un constat")
    expect(holder.page.get_by_text("Réponse gardée.")).to_be_visible()
    holder.press("Envoyer la réponse")
    expect(holder.page.get_by_text("Réponse envoyée.")).to_be_visible()


def ask_correction(reviewer: Person, review: ComplianceReview) -> None:
    reviewer.go(review.get_absolute_url())
    reviewer.press("Prévoir la correction")
    due_on = timezone.localdate() + timedelta(days=30)
    reviewer.fill(
        {
            "Ce qui est à faire": "Remplacer la bâche.",
            "Qui s’en charge": "La direction",
            "Au plus tard le": due_on.isoformat(),
        }
    )
    reviewer.press("Prévoir une correction")
    reviewer.press("Demander les corrections")
    expect(reviewer.page.get_by_text("Corrections demandées.")).to_be_visible()


def correct(holder: Person, review: ComplianceReview) -> None:
    holder.go(review.get_absolute_url())
    holder.press("Montrer la correction")
    holder.field("Ce qui a été fait").fill("La bâche est remplacée.")
    holder.page.get_by_label("Ce qui le montre").set_input_files([jpeg("neuve.jpg")])
    holder.press("Montrer une correction")
    holder.press("Envoyer les corrections")
    expect(holder.page.locator("main")).to_contain_text("La CRESS examine")


def conclude_and_close(reviewer: Person, review: ComplianceReview) -> None:
    reviewer.go(review.get_absolute_url())
    reviewer.press("Conclure")
    reviewer.page.get_by_label("L’écart est corrigé").check()
    reviewer.field("Pourquoi").fill("Vu sur place.")
    reviewer.press("Conclure sur un constat")
    reviewer.press("Clore le contrôle")
    reviewer.field("Motifs").fill("Tout est corrigé.")
    reviewer.press("Clore le contrôle")
    expect(reviewer.page.locator("main")).to_contain_text("Écarts corrigés")


def appeal(holder: Person, review: ComplianceReview) -> None:
    holder.go(review.get_absolute_url())
    holder.press("Former un recours")
    holder.field("Motifs").fill("La bâche n’est pas la nôtre.")
    holder.press("Former un recours")
    expect(holder.page.get_by_text("Recours formé.")).to_be_visible()
