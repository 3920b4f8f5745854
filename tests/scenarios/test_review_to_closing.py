"""A review led from its opening to what became of it, each on their own pages."""

from dataclasses import dataclass, fields

import pytest
import time_machine
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from directory.people.models import User
from directory.recognitions.models import Recognition
from labelling.oversight.reviews.models import ComplianceReview
from tests import factories
from tests.browser.fixtures import NewPerson
from tests.browser.people import Person
from tests.browser.serving import Site
from tests.committee import making as meeting
from tests.labelling.oversight import making as reviews
from tests.scenarios import oversight_acts as acts
from tests.scenes.recognitions import representative
from tests.scenes.reviews import granted
from tests.scenes.scene import at_noon, morning_after

pytestmark = [
    pytest.mark.browser,
    pytest.mark.scenario,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("lasting_sessions"),
]

OPENS, FORBIDDEN, SIGNS_IN = 200, 403, 302


@dataclass
class Everybody:
    """All whom a review may concern, each at their browser."""

    reviewer: Person
    colleague: Person
    holder: Person
    monitor: Person
    member: Person
    stranger: Person
    visitor: Person

    def told(self, url: str) -> dict[str, int]:
        """What each is answered at `url`, by their part in it."""
        found = {}
        for one in fields(self):
            person: Person = getattr(self, one.name)
            found[one.name] = person.page.request.get(url, max_redirects=0).status
        return found


CRESS = {"reviewer": OPENS, "colleague": OPENS, "monitor": OPENS}
OTHERS = {"member": FORBIDDEN, "stranger": FORBIDDEN, "visitor": SIGNS_IN}
BEFORE = {**CRESS, "holder": FORBIDDEN, **OTHERS}
ONCE_NOTIFIED = {**CRESS, "holder": OPENS, **OTHERS}
# Who writes what: on its form, the others read who may.
HER_OWN = dict.fromkeys(ONCE_NOTIFIED, FORBIDDEN) | {"visitor": SIGNS_IN, "reviewer": OPENS}
THEIR_OWN = dict.fromkeys(ONCE_NOTIFIED, FORBIDDEN) | {"visitor": SIGNS_IN, "holder": OPENS}


@pytest.fixture
def label() -> Recognition:
    """A label that a committee voted."""
    return granted()


@pytest.fixture
def leads() -> User:
    return factories.instructor(since=timezone.now() - reviews.LONG_AGO)


@pytest.fixture
def all_of_them(person: NewPerson, label: Recognition, leads: User) -> Everybody:
    return Everybody(
        reviewer=person().hold_session(leads),
        colleague=person().hold_session(factories.manager()),
        holder=person().hold_session(representative(label)),
        monitor=person().hold_session(factories.monitor()),
        member=person().hold_session(meeting.committee().mandates[1].user),
        stranger=person().hold_session(factories.representative()),
        visitor=person(),
    )


def reads_only(monitor: Person, review: ComplianceReview, words: str) -> None:
    """The independent monitor reads it all, and nothing there is for them to do."""
    main = monitor.go(review.get_absolute_url()).locator("main")
    expect(main).to_contain_text(words)
    expect(main.locator("form, textarea, .o-stage .btn")).to_have_count(0)


def still_valid(visitor: Person, label: Recognition) -> None:
    """A review that is under way is nobody's business: the register says what holds."""
    visitor.go(f"/registre/{label.number}/")
    expect(visitor.page.locator(".verdict")).to_contain_text("Ce label est valide")
    expect(visitor.page.locator("main")).not_to_contain_text("CTR-")


def test_from_the_opening_to_what_is_corrected_and_lasts(
    all_of_them: Everybody, site: Site, label: Recognition, leads: User
) -> None:
    everybody, today = all_of_them, timezone.localdate()
    review = acts.open_review(everybody.reviewer, label, leads)
    page = review.get_absolute_url()
    assert everybody.told(page) == BEFORE
    assert everybody.told(f"{page}constats/") == HER_OWN
    acts.write_finding(everybody.reviewer, review)
    expect(everybody.holder.go("/").locator("main")).not_to_contain_text("contrôle")

    acts.notify(everybody.reviewer)
    assert everybody.told(page) == ONCE_NOTIFIED
    found = f"{page}constats/{reviews.finding(review).pk}/"
    assert everybody.told(f"{found}reponse/") == THEIR_OWN
    assert str(review.reference) in site.letter(representative(label).email, "contrôle").body
    reads_only(everybody.monitor, review, acts.SEEN)
    acts.read_what_is_asked(everybody.holder, review)
    acts.answer_finding(everybody.holder)
    acts.send_answer(everybody.holder)

    assert everybody.told(f"{found}correction/") == HER_OWN
    due_on = acts.ask_correction(everybody.reviewer, review, today)
    assert everybody.told(f"{found}corrige/") == THEIR_OWN
    still_valid(everybody.visitor, label)
    acts.show_correction(everybody.holder, review)

    assert everybody.told(f"{found}conclusion/") == HER_OWN
    acts.conclude(everybody.reviewer, review, due_on)
    acts.close(everybody.reviewer)
    reads_only(everybody.monitor, review, acts.CLOSED)
    expect(everybody.holder.go(page).locator("main")).to_contain_text(acts.CLOSED)
    still_valid(everybody.visitor, label)
    with time_machine.travel(at_noon(due_on)):
        acts.check_effect(everybody.reviewer, review)
        site.settled()
        call_command("verify_history")


def test_an_answer_that_comes_after_its_day_is_kept_marked_and_read(
    all_of_them: Everybody, site: Site, label: Recognition, leads: User
) -> None:
    everybody = all_of_them
    review = acts.open_review(everybody.reviewer, label, leads)
    acts.write_finding(everybody.reviewer, review)
    acts.notify(everybody.reviewer)
    review.refresh_from_db()
    with time_machine.travel(morning_after(review.answer_due_on)):
        call_command("tick")
        holder = everybody.holder
        page = holder.go(review.get_absolute_url())
        expect(page.locator("main")).to_contain_text("ce silence ne vaut pas aveu")
        acts.answer_finding(holder)
        expect(page.locator("#constat-1")).to_contain_text("Hors délai")
        constat = everybody.reviewer.go(review.get_absolute_url()).locator("#constat-1")
        for words in (acts.ANSWER, acts.CAUSE, "Hors délai"):
            expect(constat).to_contain_text(words)
        expect(constat.get_by_role("link", name="note.pdf")).to_be_visible()
        # It was sent once and for all: nobody alters what was read.
        expect(holder.button("Répondre (constat 1)")).to_have_count(0)
        site.settled()
        call_command("verify_history")
