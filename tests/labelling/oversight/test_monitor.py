"""The independent monitor files what it finds: within the law, with no other power."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from directory.people.models import User
from directory.recognitions.models import Recognition
from labelling.oversight.reviews.enums import Conclusion, Grade, ReviewOrigin, ReviewState
from labelling.oversight.reviews.inputs import FindingConclusion, FindingEntry, FindingKey
from labelling.oversight.reviews.models import ComplianceReview, Finding
from labelling.oversight.reviews.notices import its_reviewer, its_watchers
from labelling.oversight.reviews.operations import open_review, write_finding
from labelling.oversight.rulebook import OversightRules
from tests import factories
from tests.directory.making import interest, logged_in
from tests.files import pdf
from tests.labelling.oversight import making
from tests.labelling.oversight.test_reviews import codes
from workflows.actors import Actor
from workflows.correspondence.files import attach_files, remove_file
from workflows.correspondence.operations import attachments_of
from workflows.engine import perform
from workflows.lifecycles import machine_of
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db
S = ReviewState
WHY = "La page publique n’a pas changé depuis deux ans."


def open_by(person: User, label: Recognition, **given: Any) -> ComplianceReview:
    values = {"origin": ReviewOrigin.MONITOR, "account": WHY, **given}
    return open_review(label, actor=Actor.of(person), **values)


def filed(review: ComplianceReview) -> Finding:
    """What the monitor found in it, and still holds."""
    making.file(review, timezone.now())
    found: Finding = review.findings.standing().get(independent=True)
    return found


def watching(finding: Finding) -> Actor:
    return Actor.of(finding.author)


def entry_of(finding: Finding, seen: str) -> FindingEntry:
    return FindingEntry("practices", seen, Grade.MINOR, finding.pk)


def test_a_review_that_the_monitor_opens_says_so_and_the_cress_is_asked_who_leads_it() -> None:
    cress = factories.instructor()
    review = open_by(factories.monitor(), making.recognition())
    assert (review.origin, review.assignee) == (ReviewOrigin.MONITOR, None)
    assert "suivi indépendant" in review.get_origin_display()
    assert cress in its_reviewer(review)


@pytest.mark.parametrize(
    ("by", "origin", "refused"),
    [
        (factories.monitor, ReviewOrigin.SURVEILLANCE, "not_their_origin"),
        (factories.manager, ReviewOrigin.MONITOR, "not_their_origin"),
    ],
)
def test_nobody_opens_one_in_the_name_of_another(by: Any, origin: Any, refused: str) -> None:
    label = making.recognition()
    with pytest.raises(Refused) as refusal:
        open_by(by(), label, origin=origin)
    assert codes(refusal) == [refused]
    assert not label.reviews.exists()


def test_the_monitor_does_not_say_who_leads() -> None:
    label, cress = making.recognition(), factories.instructor()
    with pytest.raises(Refused) as refusal:
        open_by(factories.monitor(), label, reviewer=cress)
    assert codes(refusal) == ["not_theirs_to_say"]


def test_whoever_has_a_link_with_the_organisation_files_nothing_on_it() -> None:
    label, linked = making.recognition(), factories.monitor()
    interest(linked, label.organisation)
    with pytest.raises(Forbidden):
        open_by(linked, label)
    review = making.opened(label)
    with pytest.raises(Forbidden):
        write_finding(review, entry=making.FILED, actor=Actor.of(linked), action="file_finding")
    client = logged_in(linked)
    assert client.get(reverse("oversight:open_review", args=[label.number])).status_code == 403
    assert client.get(reverse("oversight:file_finding", args=[review.pk])).status_code == 403


def test_its_only_powers_are_three() -> None:
    """Whatever is added to the law one day is not the monitor's by accident."""
    review, person = making.opened(), factories.monitor()
    laws = machine_of(ComplianceReview).transitions.values()
    may = {t.name for t in laws if t.law.policy.verdict(Actor.of(person), review, t.name).permitted}
    assert may == {"file_finding", "retract_finding", "change_independent_evidence"}


def test_a_finding_says_who_wrote_it() -> None:
    review = making.opened()
    making.write(review, timezone.now())
    own = making.finding(review)
    theirs = filed(review)
    assert (own.author, own.independent) == (review.assignee, False)
    assert theirs.independent
    page = logged_in(review.assignee).get(review.get_absolute_url())
    assertContains(page, f"Constat du contrôle indépendant, écrit par {theirs.author}")
    assertContains(page, f"Écrit par {own.author}")
    assert theirs.history.get().transition == "file_finding"


@pytest.mark.parametrize("who", ["reviewer", "manager"])
def test_the_cress_neither_changes_nor_takes_off_what_the_monitor_found(who: str) -> None:
    review = making.opened(reviewer=factories.manager() if who == "manager" else None)
    theirs, lead = filed(review), making.reviewer(review)
    for act in (
        lambda: write_finding(review, entry=entry_of(theirs, "Rien."), actor=lead),
        lambda: perform(review, "remove_finding", actor=lead, data=FindingKey(theirs.pk)),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert codes(refusal) == ["of_the_monitor"]
    for action in ("file_finding", "retract_finding", "change_independent_evidence"):
        with pytest.raises(Forbidden):
            perform(review, action, actor=lead, data=_input(action, theirs))
    theirs.refresh_from_db()
    assert (theirs.observed, theirs.removed_on) == (making.FILED.seen, None)


def _input(action: str, finding: Finding) -> Any:
    given = {
        "file_finding": entry_of(finding, "Rien."),
        "retract_finding": FindingKey(finding.pk),
    }
    return given.get(action)


def test_what_shows_it_is_not_the_cress_s_to_take_off_either() -> None:
    review = making.opened()
    theirs = filed(review)
    [file] = attach_files(
        review, slot=theirs.evidence_slot, uploads=[pdf("relevé.pdf")], actor=watching(theirs)
    )
    with pytest.raises(Forbidden):
        remove_file(review, attachment=file, actor=making.reviewer(review))
    with pytest.raises(Forbidden):
        attach_files(
            review,
            slot=theirs.evidence_slot,
            uploads=[pdf("autre.pdf")],
            actor=making.reviewer(review),
        )
    assert attachments_of(review).count() == 1


def test_nor_does_the_monitor_touch_what_the_cress_found() -> None:
    review = making.opened()
    making.write(review, timezone.now())
    own, person = making.finding(review), Actor.of(factories.monitor())
    with pytest.raises(Refused) as refusal:
        write_finding(review, entry=entry_of(own, "Pire."), actor=person, action="file_finding")
    assert codes(refusal) == ["of_the_cress"]
    with pytest.raises(Refused):
        perform(review, "retract_finding", actor=person, data=FindingKey(own.pk))
    with pytest.raises(Forbidden):
        attach_files(review, slot=own.evidence_slot, uploads=[pdf()], actor=person)


def test_the_monitor_changes_and_takes_back_its_own_until_it_is_notified() -> None:
    review = making.opened()
    theirs = filed(review)
    entry = entry_of(theirs, "Une seule pratique.")
    another = Actor.of(factories.monitor("Ismaël", "Roy"))
    write_finding(review, entry=entry, actor=another, action="file_finding")
    theirs.refresh_from_db()
    assert (theirs.observed, theirs.author, theirs.independent) == (
        "Une seule pratique.",
        another.user,
        True,
    )
    making.notify(review, timezone.now())
    for action in ("file_finding", "retract_finding"):
        with pytest.raises(Stale):
            perform(review, action, actor=another, data=_input(action, theirs))


def test_a_review_is_not_abandoned_over_what_the_monitor_found() -> None:
    review = making.opened()
    theirs, boss = filed(review), Actor.of(factories.manager())
    with pytest.raises(Refused) as refusal:
        perform(review, "abandon", actor=boss, reason="Ouvert par erreur.")
    assert codes(refusal) == ["monitor_unheard"]
    perform(review, "retract_finding", actor=watching(theirs), data=FindingKey(theirs.pk))
    perform(review, "abandon", actor=boss, reason="Ouvert par erreur.")
    assert review.state == S.CLOSED


def test_the_cress_concludes_on_it_with_reasons_and_the_monitor_reads_them() -> None:
    review = making.opened()
    theirs, lead = filed(review), making.reviewer(review)
    making.notify(review, timezone.now())
    making.answer(review, timezone.now())
    with pytest.raises(Refused) as refusal:
        perform(review, "close", actor=lead, reason="Rien à dire.")
    assert codes(refusal) == ["unconcluded"]
    data = FindingConclusion(theirs.pk, Conclusion.UNFOUNDED, "La page a changé hier.")
    perform(review, "conclude", actor=lead, data=data)
    perform(review, "close", actor=lead, reason="Rien à reprocher.")
    assert list(its_watchers(review)) == [theirs.author]
    page = logged_in(theirs.author).get(review.get_absolute_url())
    assertContains(page, "La page a changé hier.")
    assertContains(page, "Rien à reprocher.")


def test_who_watches_is_told_of_its_own_reviews_alone() -> None:
    watcher = factories.monitor()
    assert not its_watchers(making.opened())
    assert list(its_watchers(open_by(watcher, making.recognition()))) == [watcher]


def test_the_organisation_reads_it_once_it_is_notified_and_not_before() -> None:
    review = making.opened()
    theirs = filed(review)
    attach_files(
        review, slot=theirs.evidence_slot, uploads=[pdf("relevé.pdf")], actor=watching(theirs)
    )
    client = logged_in(making.holder(review).user)
    pages = [
        review.get_absolute_url(),
        *(reverse(f"workflows:{page}", args=[review.pk]) for page in ("files", "history")),
    ]
    assert [client.get(page).status_code for page in pages] == [403] * 3
    assertNotContains(client.get("/"), "contrôle vous concerne")
    assert review.answer_due_on is None
    making.notify(review, timezone.now())
    shown = client.get(review.get_absolute_url())
    assertContains(shown, making.FILED.seen)
    assertContains(shown, "contrôle indépendant")
    assertContains(shown, "relevé.pdf")
    assert review.answer_due_on == timezone.localdate() + timedelta(days=15)


def test_the_monitor_opens_one_and_files_by_the_pages() -> None:
    label, client = making.recognition(), logged_in(factories.monitor())
    number = client.get("/controles/", {"numero": label.number})
    page = f"/controles/ouvrir/{label.number}/"
    assert (number.status_code, number["Location"]) == (302, page)
    form = client.get(page)
    assertContains(form, "au titre du suivi indépendant")
    assertNotContains(form, "Qui mène ce contrôle")
    empty = client.post(page, {"account": " "})
    assertContains(empty, "Dites pourquoi ce contrôle est ouvert.", status_code=422)
    opened = client.post(page, {"account": WHY, "origin": "surveillance", "reviewer": "1"})
    review = label.reviews.get()
    assert (opened["Location"], review.origin) == (review.get_absolute_url(), "monitor")
    assertContains(client.get(review.get_absolute_url()), "Déposer un constat")
    _files_by_the_pages(client, review)


def _files_by_the_pages(client: Client, review: ComplianceReview) -> None:
    deposit = reverse("oversight:file_finding", args=[review.pk])
    typed = {"commitment": "practices", "grade": "major", "seen": "Rien.", "uploads": [pdf()]}
    kept = client.post(deposit, {**typed, "commitment": "loyalty", "uploads": []})
    assertContains(kept, "Rien.", status_code=422)
    assert client.post(deposit, typed).status_code == 302
    finding = review.findings.standing().get()
    assert attachments_of(review, finding.evidence_slot).count() == 1
    anew = reverse("oversight:refile_finding", args=[review.pk, finding.pk])
    page = client.get(review.get_absolute_url())
    assertContains(page, anew)
    assertContains(client.get(anew), "Rien.")
    client.post(anew, {"commitment": "practices", "grade": "minor", "seen": "Presque rien."})
    finding.refresh_from_db()
    assert (finding.grade, finding.observed) == ("minor", "Presque rien.")
    back = reverse("oversight:retract_finding", args=[review.pk, finding.pk])
    assertContains(page, back)
    assert client.post(back).status_code == 302
    assert not review.findings.standing().exists()
    assert not attachments_of(review).exists()


def test_the_pages_of_one_side_offer_nothing_on_the_other_s_finding() -> None:
    review = making.opened()
    theirs = filed(review)
    lead = logged_in(review.assignee)
    page = lead.get(review.get_absolute_url())
    for name in ("rewrite_finding", "remove_finding", "refile_finding", "retract_finding"):
        assertNotContains(page, reverse(f"oversight:{name}", args=[review.pk, theirs.pk]))
    url = reverse("oversight:rewrite_finding", args=[review.pk, theirs.pk])
    typed = {"commitment": "practices", "grade": "minor", "seen": "Rien de grave."}
    refused = lead.post(url, typed)
    assertContains(refused, "Ce constat est du contrôle indépendant", status_code=422)
    assertContains(refused, "Rien de grave.", status_code=422)


def test_once_it_is_notified_nothing_offers_to_file_more() -> None:
    review = making.review(S.AWAITING_ANSWER)
    watcher = logged_in(factories.monitor())
    assertNotContains(watcher.get(review.get_absolute_url()), "Déposer un constat")
    assert OversightRules.monitor_without_conflict.users_who_may(review).exists()
    late = watcher.get(reverse("oversight:file_finding", args=[review.pk]))
    assert late.status_code in (409, 422)
