"""Two stories of a label that a review sanctions: drawn by lot, suspended, then lifted; withdrawn,
then given back by another panel."""

import json
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import expect

from directory.recognitions.models import Recognition
from labelling.oversight.reviews.enums import ReviewOrigin
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.sampling.models import Campaign
from tests import factories
from tests.browser.fixtures import NewPerson
from tests.browser.people import Person
from tests.browser.serving import Site
from tests.labelling.oversight import making as reviews
from tests.labelling.oversight.sampling import campaigns
from tests.labelling.oversight.sampling.by_hand import by_hand, frame_in
from tests.scenarios import oversight_acts as acts
from tests.scenes import recognitions
from tests.scenes.reviews import decided, deciding, granted, review_of
from tests.scenes.scene import morning_after

pytestmark = [
    pytest.mark.browser,
    pytest.mark.scenario,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("lasting_sessions"),
]
RATE = 40  # per cent


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


def drawn_by_lot(monitor: Person, visitor: Person, campaign: Campaign) -> list[str]:
    """The monitor draws; whoever has the public data alone, and the command, find the same."""
    monitor.go("/tirages/")
    monitor.press(campaign.number)
    monitor.press("Tirer au sort")
    monitor.press("Tirer au sort")
    expect(monitor.page.get_by_text("Tirage effectué.")).to_be_visible()
    visitor.go("/tirages/")
    visitor.press(campaign.number)
    expect(visitor.page.locator("main")).to_contain_text("le tirage donne les mêmes numéros")
    with visitor.page.expect_download() as download:
        visitor.press("la base du tirage (CSV)")
    frame = frame_in(download.value.path().read_text("utf-8-sig"))
    seed = visitor.page.locator("main code").inner_text()
    numbers = by_hand(seed, RATE, frame)
    rows = visitor.page.locator("main tbody th").all_inner_texts()
    told = StringIO()
    call_command("draw_sample", campaign=campaign.number, as_json=True, stdout=told)
    assert numbers == set(rows) == set(json.loads(told.getvalue())["tirees"])
    assert json.loads(told.getvalue())["identique"] is True
    return sorted(numbers)


def test_a_label_drawn_by_lot_is_suspended_everywhere_until_it_is_lifted(
    person: NewPerson, site: Site
) -> None:
    for department in ("49", "49", "44", "44", "44"):
        recognitions.label(reviews.organisation(department=department))
    leads, visitor = factories.instructor(), person()
    campaign = campaigns.announced(ago=30, rate=RATE)
    numbers = drawn_by_lot(person().hold_session(factories.monitor()), visitor, campaign)
    label = Recognition.objects.get(number=numbers[0])
    bright = everywhere(visitor, label, "Ce label est valide", "Valide")
    review = review_of(label)
    assert review.origin == ReviewOrigin.SAMPLING
    reviewer = person().hold_session(leads)
    reviewer.go(review.get_absolute_url())
    reviewer.press("Prendre en charge")
    acts.write_finding(reviewer, review)
    acts.notify(reviewer)
    review.refresh_from_db()
    with time_machine.travel(morning_after(review.answer_due_on)):
        call_command("tick")
        acts.refer(reviewer, review)
        proclaim(review, "suspend")
        assert everywhere(visitor, label, "Ce label est suspendu", "Suspendu") != bright
        holder = person().hold_session(reviews.holder(review).user)
        acts.ask_lifting(holder, review)
        proclaim(ComplianceReview.objects.get(pk=review.pk), "lift")
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
