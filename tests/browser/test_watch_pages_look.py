"""The pages of whoever watches the scheme, and of what watching leaves: axe finds nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from directory.impartiality.enums import Measure
from labelling.oversight.conformity.operations import ask_for_file
from labelling.oversight.reviews.models import ComplianceReview
from tests import factories
from tests.browser.fixtures import NewPerson
from tests.browser.looking import look_at
from tests.browser.people import Person
from tests.committee import making as committee
from tests.directory.making import interest, label
from tests.labelling.oversight import making as reviews
from tests.labelling.oversight.appeals import suspended_by
from tests.labelling.oversight.sampling import campaigns
from workflows.actors import Actor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_register_of_impartiality(person: NewPerson) -> None:
    made = interest(factories.user("Lise", "Hamon"), factories.organisation("Les Jardins"))
    interest(factories.organisation("La Fondatrice"), None, Measure.DISCLOSURE)
    keeper = person().hold_session(factories.manager())
    page = f"/impartialite/{made.pk}/"
    look_at(
        keeper,
        [
            "/impartialite/",
            "/impartialite/?clos=1",
            "/impartialite/declarer/",
            f"{page}reexaminer/",
            f"{page}clore/",
            "/equipe/",
        ],
    )
    monitor = person().hold_session(factories.monitor())
    look_at(monitor, ["/impartialite/"])


def test_the_draws_and_the_procedures(person: NewPerson) -> None:
    campaigns.labels(3)
    # One that several reasons give tickets to, all told beside its number.
    label(factories.organisation(), timezone.localdate() - timedelta(days=600))
    drawn = campaigns.drawn(rate=100)
    waiting = campaigns.announced(awaited="Le premier Loto d’avril.", rest_years=0)
    written = campaigns.prepared(departments=("44",))
    pages = ["/tirages/", drawn.get_absolute_url(), waiting.get_absolute_url()]
    year = timezone.localdate().year
    bilan = f"/procedures/bilan/{year}/"
    look_at(person(), [*pages, "/procedures/", bilan])
    with time_machine.travel(timezone.now() + timedelta(days=366)):
        look_at(person(), ["/procedures/", bilan])
    monitor = person().hold_session(factories.monitor())
    look_at(
        monitor,
        [
            *pages,
            written.get_absolute_url(),
            "/tirages/preparer/",
            f"/tirages/{waiting.pk}/tirer/",
        ],
    )


def test_the_conformity_file(person: NewPerson) -> None:
    for outcome in ("validated", "refused"):
        factories.dossier(outcome)
    director = factories.manager()
    keeper = person().hold_session(director)
    look_at(keeper, ["/conformite/"])
    ask_for_file(actor=Actor.of(director))
    look_at(keeper, ["/conformite/"])


def leading(person: NewPerson, review: ComplianceReview) -> Person:
    """The browser of whoever leads it."""
    return person().hold_session(reviews.reviewer(review).user)


@pytest.mark.parametrize("where", ["awaiting_answer", "corrective_action", "suspended", "appealed"])
def test_a_review_on_each_side(person: NewPerson, where: str) -> None:
    review = reviews.review(where)
    page = review.get_absolute_url()
    finding = f"{page}constats/{reviews.finding(review).pk}/"
    theirs = {
        "awaiting_answer": [f"{finding}reponse/"],
        "corrective_action": [f"{finding}corrige/"],
        "suspended": [f"{page}recours/", f"{page}levee/"],
    }
    look_at(person().hold_session(reviews.holder(review).user), [page, *theirs.get(where, [])])
    look_at(leading(person, review), [page, "/controles/", "/controles/?etat=closed"])


def test_an_appeal_for_which_too_few_are_left(person: NewPerson) -> None:
    made = committee.committee(5)
    review = suspended_by(made)
    committee.item(made, committee.planned(made, in_days=20), review)
    page = [review.get_absolute_url()]
    for user in (made.director, factories.monitor(), reviews.holder(review).user):
        look_at(person().hold_session(user), page)


def test_a_review_from_its_opening_to_the_committee(person: NewPerson) -> None:
    made, assessed = reviews.review("opened"), reviews.review("under_assessment")
    reviewer = leading(person, made)
    number = reviews.recognition().number
    look_at(reviewer, [made.get_absolute_url(), f"{made.get_absolute_url()}constats/"])
    page = assessed.get_absolute_url()
    finding = f"{page}constats/{reviews.finding(assessed).pk}/"
    look_at(
        leading(person, assessed),
        [page, f"{finding}correction/", f"{finding}conclusion/", f"{page}comite/"],
    )
    monitor = person().hold_session(factories.monitor())
    deposit = f"{made.get_absolute_url()}constats/deposer/"
    look_at(monitor, [made.get_absolute_url(), deposit, f"/controles/ouvrir/{number}/"])
    reviews.file(made, timezone.now())
    look_at(monitor, [made.get_absolute_url()])
    direction = person().hold_session(factories.manager())
    look_at(direction, [f"/controles/ouvrir/{number}/", f"{page}abandon/", f"{page}confier/"])
