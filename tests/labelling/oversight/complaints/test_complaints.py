"""A complaint from its receipt to its answer: who does what, and what is kept of it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.memberships.enums import MembershipRole
from labelling.oversight.complaints.enums import About, EntryKind
from labelling.oversight.complaints.enums import ComplaintState as S
from labelling.oversight.complaints.models import Complaint, ComplaintFile, Entry
from labelling.oversight.complaints.operations import add_facts, review_for, say
from labelling.oversight.complaints.policies import BY_RECEIPT, audience_of, complaint_handler
from labelling.oversight.identities.models import SealedIdentity
from labelling.oversight.receipts.models import Receipt
from labelling.oversight.reviews.enums import ReviewOrigin
from tests import factories
from tests.committee.making import committee
from tests.files import pdf
from tests.labelling.oversight.complaining import MARIE, broken, complaint, lodged, recognition
from tests.proof import found
from workflows.access import CaseRules
from workflows.actors import Actor
from workflows.background.ticking import run_tick
from workflows.deliberation import CHAIR_KEY
from workflows.engine import perform
from workflows.flow.inbox import tasks_for
from workflows.history import history_model
from workflows.models import Task
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db


def test_it_is_received_with_its_dates_and_asks_the_cress() -> None:
    made = lodged().complaint
    today = timezone.localdate()
    assert made.reference == f"REC-{today.year}-0001"
    assert made.due_on == today + timedelta(days=15)
    assert made.answer_due_on == today + timedelta(days=60)
    asked = Task.objects.get(process__case_id=made.pk, asks="admit")
    assert asked.due_at is not None
    assert timezone.localdate(asked.due_at) == made.due_on


def test_it_is_admitted_then_answered() -> None:
    made, handler = lodged().complaint, Actor.of(factories.instructor())
    say(made, "admit", words="Nous regardons.", actor=handler)
    assert (made.state, made.due_on) == (S.ADMISSIBLE, made.answer_due_on)
    say(made, "answer", words="Le logo a été retiré le 3.", actor=handler)
    assert (made.state, made.due_on) == (S.ANSWERED, None)
    kinds = list(Entry.objects.filter(complaint=made).values_list("kind", flat=True))
    assert kinds == [EntryKind.ACCOUNT, EntryKind.WORD, EntryKind.ANSWER]
    assert broken() == []


@pytest.mark.parametrize("action", ["reject", "ask"])
def test_nothing_is_said_in_no_words(action: str) -> None:
    made = lodged().complaint
    with pytest.raises(Refused) as refusal:
        say(made, action, words="  ", actor=Actor.of(factories.instructor()))
    assert [unmet.field for unmet in refusal.value.unmet] == ["words"]


def test_whoever_complained_adds_and_withdraws_by_receipt_alone() -> None:
    made, handler = lodged().complaint, Actor.of(factories.instructor())
    assert add_facts(made, words="Et le 12, encore.")
    assert not add_facts(made, words="Et le 12, encore.")
    for action in ("write", "withdraw"):
        with pytest.raises(Forbidden):
            perform(made, action, actor=handler, data=None) if action == "withdraw" else say(
                made, action, words="Faux.", actor=handler
            )
    perform(made, "withdraw", actor=BY_RECEIPT)
    with pytest.raises(Stale):
        add_facts(made, words="Trop tard.")


def test_who_acts_for_the_organisation_reads_nothing_even_at_the_cress() -> None:
    held = recognition()
    linked, other = factories.instructor(), factories.instructor("Eden", "Roy")
    factories.membership(linked, held.organisation, MembershipRole.CONTRIBUTOR)
    holder = factories.representative(held.organisation)
    made = lodged(of=held).complaint
    for person in (linked, holder):
        assert not CaseRules.read_case.verdict(Actor.of(person), made).permitted
        assert not CaseRules.correspond.verdict(Actor.of(person), made).permitted
        assert list(tasks_for(person)) == []
        with pytest.raises(Forbidden):
            say(made, "admit", words="", actor=Actor.of(person))
    assert list(complaint_handler(made)) == [other]
    assert [task.asks for task in tasks_for(other)] == ["admit"]


def test_one_about_the_scheme_is_for_the_chair_and_for_nobody_at_the_cress() -> None:
    seats = committee()
    made = lodged(About.SCHEME).complaint
    assert audience_of(made) == CHAIR_KEY
    chair = seats.chair.user
    assert [task.asks for task in tasks_for(chair)] == ["admit"]
    for person in (factories.instructor(), seats.director, seats.mandates[1].user):
        assert not CaseRules.read_case.verdict(Actor.of(person), made).permitted
        assert list(tasks_for(person)) == []
        with pytest.raises(Forbidden):
            say(made, "admit", words="", actor=Actor.of(person))
    say(made, "admit", words="", actor=seats.chair)
    with pytest.raises(Refused):
        review_for(made, account="Essai.", actor=seats.chair)
    say(made, "answer", words="Le comité a entendu la CRESS.", actor=seats.chair)
    assert broken() == []


def test_the_history_repeats_no_word_and_no_identity() -> None:
    complaint(S.ANSWERED, identity=MARIE, words="Voici ce que j’ai vu de mes yeux.")
    written = " ".join(row.canonical() for row in history_model(Complaint).objects.all())
    for told in ("vu de mes yeux", "Le logo est retiré", *vars_of(MARIE)):
        assert told not in written


def vars_of(identity: object) -> list[str]:
    return [getattr(identity, name) for name in ("name", "email", "phone")]


def test_words_that_were_changed_show() -> None:
    made = complaint(S.ADMISSIBLE)
    Entry.objects.filter(complaint=made).update(words="Tout va bien.")
    assert found("un écrit n’est plus ce qui a été dit")


def test_an_entry_that_nobody_wrote_shows() -> None:
    made = complaint()
    Entry.objects.filter(complaint=made).update(seal="f" * 64)
    assert found("un écrit n’est dans aucune ligne")


def test_time_forgets_all_that_was_said_and_keeps_that_it_was() -> None:
    made = complaint(S.ANSWERED, identity=MARIE)
    assert made.forget_on is not None
    before = timezone.now() + timedelta(days=300)
    assert run_tick(before)["complaints"]["forgotten"] == 0
    later = timezone.now() + timedelta(days=400)
    assert run_tick(later)["complaints"]["forgotten"] == 1
    assert run_tick(later)["complaints"]["forgotten"] == 0
    for model in (Entry, ComplaintFile, SealedIdentity, Receipt):
        assert not model._default_manager.exists()
    made.refresh_from_db()
    assert made.forgotten_on is not None
    assert broken() == []


def test_one_that_is_open_is_kept() -> None:
    made = complaint(S.ADMISSIBLE)
    run_tick(timezone.now() + timedelta(days=4_000))
    assert Entry.objects.filter(complaint=made).exists()


def test_files_lose_their_name_and_are_bounded() -> None:
    made = lodged(copies=[pdf("Marie.pdf")]).complaint
    assert [kept.name for kept in ComplaintFile.objects.all()] == ["Pièce 1.pdf"]
    with pytest.raises(Refused) as refusal:
        add_facts(made, words="Encore.", copies=[pdf()] * settings.OSE_COMPLAINT_FILES_IN_ALL)
    assert [unmet.field for unmet in refusal.value.unmet] == ["uploads"]


def test_the_database_holds_who_handles_it() -> None:
    made = lodged().complaint
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=made.pk).update(addressee="chair")
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.filter(pk=made.pk).update(due_on=None)


def test_a_review_holds_nothing_of_the_complaint() -> None:
    held, actor = recognition(), Actor.of(factories.instructor())
    first, second = (lodged(of=held, words=f"Ce que j’ai vu, {n}.").complaint for n in (1, 2))
    for made in (first, second):
        say(made, "admit", words="", actor=actor)
    with pytest.raises(Refused):
        review_for(first, account="  ", actor=actor)
    review_for(first, account="Vérifier l’usage du logo.", actor=actor)
    review_for(second, account="", actor=actor)  # one is open: they share it
    assert (first.state, second.state) == (S.UNDER_REVIEW, S.UNDER_REVIEW)
    assert first.review == second.review
    review = first.review
    assert review is not None
    assert review.origin == ReviewOrigin.COMPLAINT
    told = " ".join(row.canonical() for row in review.history.all())
    assert "Ce que j’ai vu" not in told
    assert "REC-" not in told
    for row in history_model(Complaint).objects.filter(transition="open_review"):
        assert row.review_id == review.pk
