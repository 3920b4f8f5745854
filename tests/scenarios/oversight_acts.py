"""What a review asks of an organisation, on its pages."""

from playwright.sync_api import expect

from labelling.oversight.reviews.models import ComplianceReview
from tests.browser.people import Person


def appeal(holder: Person, review: ComplianceReview) -> None:
    holder.go(review.get_absolute_url())
    holder.press("Former un recours")
    holder.field("Motifs").fill("La bâche n’est pas la nôtre.")
    holder.press("Former un recours")
    expect(holder.page.get_by_text("Recours formé.")).to_be_visible()
