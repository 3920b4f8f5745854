"""Two stories of a label that a review sanctions: suspended then lifted; withdrawn, then given back
by another panel."""

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from directory.recognitions.models import Recognition
from labelling.oversight.reviews.models import ComplianceReview
from tests.browser.fixtures import NewPerson
from tests.browser.people import Person
from tests.browser.serving import Site
from tests.labelling.oversight import making as reviews
from tests.scenarios import oversight_acts as acts
from tests.scenes.reviews import decided, deciding, granted, review_of

pytestmark = [pytest.mark.browser, pytest.mark.scenario, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def label() -> Recognition:
    """A label that a committee voted."""
    return granted()


def everywhere(visitor: Person, label: Recognition, verdict: str, word: str) -> bytes:
    """What anybody reads of it: its page, the check by code, the register; and its badge."""
    for path in (f"/registre/{label.number}/", f"/verifier/{label.code}/"):
        visitor.go(path)
        expect(visitor.page.locator(".verdict")).to_contain_text(verdict)
    visitor.go(f"/registre/?q={label.number}")
    expect(visitor.page.get_by_role("row", name=label.organisation.name)).to_contain_text(word)
    badge = visitor.page.request.get(f"/verifier/{label.code}/badge/clair-160.png")
    assert badge.ok
    return bytes(badge.body())


def proclaim(review: ComplianceReview, outcome: str) -> None:
    """Another committee, whose members voted nothing yet."""
    (act,) = deciding(review, outcome).values()
    act()


def test_a_suspension_is_seen_everywhere_until_it_is_lifted(
    person: NewPerson, site: Site, label: Recognition
) -> None:
    visitor = person()
    bright = everywhere(visitor, label, "Ce label est valide", "Valide")
    decided(label, "suspend")
    assert everywhere(visitor, label, "Ce label est suspendu", "Suspendu") != bright
    review = review_of(label)
    reviews.ask_lifting(review, timezone.now())
    proclaim(review, "lift")
    assert everywhere(visitor, label, "Ce label est valide", "Valide") == bright
    site.settled()
    call_command("verify_history")


def test_a_withdrawal_is_contested_and_annulled_by_another_panel(
    person: NewPerson, site: Site, label: Recognition
) -> None:
    visitor = person()
    bright = everywhere(visitor, label, "Ce label est valide", "Valide")
    decided(label, "withdraw_recognition")
    assert everywhere(visitor, label, "Ce label a été retiré", "Retiré") != bright
    review = review_of(label)
    holder = person().hold_session(reviews.holder(review).user)
    acts.appeal(holder, review)
    proclaim(ComplianceReview.objects.get(pk=review.pk), "annul")
    assert everywhere(visitor, label, "Ce label est valide", "Valide") == bright
    page = holder.go(review.get_absolute_url())
    expect(page.locator("main")).to_contain_text("Décision annulée")
    expect(page.locator("main")).to_contain_text("Première décision")
    site.settled()
    call_command("verify_history")
