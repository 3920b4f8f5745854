"""The pages of a review: who sees which, one next step for each, what is typed is kept."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from labelling.oversight.reviews.enums import ReviewState
from labelling.oversight.reviews.models import ComplianceReview
from tests import factories
from tests.delays import changed
from tests.files import pdf
from tests.labelling.oversight import making
from workflows.actors import Actor
from workflows.background.ticking import run_tick
from workflows.correspondence.operations import attachments_of

pytestmark = pytest.mark.django_db
S = ReviewState


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)
    return client


def url(review: ComplianceReview, page: str = "") -> str:
    return f"{review.get_absolute_url()}{page}"


@pytest.mark.parametrize("where", making.PATHS)
def test_every_state_reads_well_on_each_side(where: str) -> None:
    review = making.review(where)
    for actor in (making.reviewer(review), Actor.of(factories.manager())):
        shown = browser(actor).get(url(review))
        assert shown.status_code == 200
        assert str(review.reference) in shown.text
    theirs = browser(making.holder(review)).get(url(review))
    assert theirs.status_code == (403 if where == S.OPENED else 200)


def test_a_review_is_opened_from_a_recognition() -> None:
    label, boss = making.recognition(), factories.manager()
    client = browser(Actor.of(boss))
    page = f"/controles/ouvrir/{label.number}/"
    assert client.get(page).status_code == 200
    empty = client.post(page, {"origin": "surveillance", "account": "", "reviewer": ""})
    assert empty.status_code == 422
    typed = {"origin": "logo_kept", "account": "Le logo est là.", "reviewer": boss.pk}
    sent = client.post(page, typed)
    review = label.reviews.get()
    assert (sent.status_code, sent["Location"]) == (302, review.get_absolute_url())
    again = client.post(page, typed)
    assert again.status_code == 422
    assert "est en cours" in again.text
    assert "Le logo est là." in again.text
    assert client.get("/controles/ouvrir/OSE-1999-0001/").status_code == 404


def test_the_reviewer_writes_a_finding_with_what_shows_it_and_notifies() -> None:
    review = making.opened()
    client = browser(making.reviewer(review))
    typed = {"commitment": "practices", "grade": "major", "seen": "Rien.", "uploads": [pdf()]}
    assert client.post(url(review, "constats/"), typed).status_code == 302
    finding = making.finding(review)
    assert attachments_of(review, finding.evidence_slot).count() == 1
    rewritten = {"commitment": "practices", "grade": "minor", "seen": "Presque rien."}
    assert client.post(url(review, f"constats/{finding.pk}/"), rewritten).status_code == 302
    finding.refresh_from_db()
    assert (finding.grade, finding.observed) == ("minor", "Presque rien.")
    unknown = client.post(url(review, "constats/"), {**typed, "commitment": "loyalty"})
    assert unknown.status_code == 422
    sent = client.post(url(review, "transitions/notify/"), {"expected": review.state})
    assert sent.status_code == 302
    review.refresh_from_db()
    assert review.state == S.AWAITING_ANSWER


def test_a_finding_taken_off_before_it_is_notified_is_shown_to_nobody() -> None:
    review = making.opened()
    making.write(review, timezone.now())
    finding = making.finding(review)
    client = browser(making.reviewer(review))
    assert client.post(url(review, f"constats/{finding.pk}/retirer/")).status_code == 302
    assert "plan d’actions n’a pas" not in client.get(url(review)).text
    assert client.get(url(review, f"constats/{finding.pk}/")).status_code == 404


def test_the_organisation_answers_with_its_files_then_sends() -> None:
    review = making.review(S.AWAITING_ANSWER)
    finding = making.finding(review)
    client = browser(making.holder(review))
    page = url(review, f"constats/{finding.pk}/reponse/")
    assert client.get(page).status_code == 200
    assert client.post(page, {"answer": " "}).status_code == 422
    typed = {"answer": "Le voici.", "cause": "Un départ.", "uploads": [pdf()]}
    assert client.post(page, typed).status_code == 302
    assert attachments_of(review, finding.answer_slot).count() == 1
    sent = client.post(url(review, "transitions/answer/"), {"expected": review.state})
    assert sent.status_code == 302
    review.refresh_from_db()
    assert review.state == S.UNDER_ASSESSMENT
    # A second click finds that it was sent.
    twice = client.post(url(review, "transitions/answer/"), {"expected": S.AWAITING_ANSWER})
    assert twice.status_code == 409


def test_the_reviewer_plans_concludes_refers_and_closes() -> None:
    review = making.review(S.UNDER_ASSESSMENT)
    finding = making.finding(review)
    client = browser(making.reviewer(review))
    planned = {"remedy": "Dater.", "owner": "La direction", "due_on": "2020-01-01"}
    bad = client.post(url(review, f"constats/{finding.pk}/correction/"), planned)
    assert bad.status_code == 422
    planned["due_on"] = (timezone.localdate() + timedelta(days=60)).isoformat()
    assert (
        client.post(url(review, f"constats/{finding.pk}/correction/"), planned).status_code == 302
    )
    said = {"conclusion": "answered", "reasons": "La réponse suffit."}
    assert client.post(url(review, f"constats/{finding.pk}/conclusion/"), said).status_code == 302
    for page in ("comite/", "cloture/"):
        assert client.get(url(review, page)).status_code == 200
    assert client.post(url(review, "cloture/"), {"reason": ""}).status_code == 422
    assert client.post(url(review, "cloture/"), {"reason": "Tout est dit."}).status_code == 302
    review.refresh_from_db()
    assert (review.state, review.outcome) == (S.CLOSED, "compliant")


def test_a_review_is_opened_from_the_list_by_the_number_of_what_it_is_of() -> None:
    number = making.recognition().number
    client = browser(Actor.of(factories.instructor()))
    sent = client.get("/controles/", {"numero": number.lower().replace("-", " ")})
    assert (sent.status_code, sent["Location"]) == (302, f"/controles/ouvrir/{number}/")
    for typed, said in (("OSE-1999-0001", "ne porte ce numéro"), ("", "Écrivez un numéro")):
        refused = client.get("/controles/", {"numero": typed})
        assert refused.status_code == 422
        assert said in refused.text
        assert f'value="{typed}"' in refused.text or not typed


def test_what_can_no_longer_be_done_is_told_and_not_offered() -> None:
    long_ago = timezone.now() - timedelta(days=300)
    review = making.review("suspended", at=long_ago)
    run_tick(timezone.now())
    shown = browser(making.holder(review)).get(url(review)).text
    assert "Il était possible jusqu’au" in shown
    assert "Elle a pris fin." in shown
    for act in ("Former un recours", "Demander la levée"):
        assert act not in shown


def test_a_closed_review_offers_no_check_of_what_was_not_corrected() -> None:
    review = making.review("corrected")
    assert "Vérifier l’effet" not in browser(making.reviewer(review)).get(url(review)).text


def test_each_goes_back_to_a_list_that_they_read() -> None:
    review = making.review(S.AWAITING_ANSWER)
    for person in (review.assignee, factories.monitor()):
        assert 'href="/controles/"' in _crumbs(browser(Actor.of(person)).get(url(review)).text)
    theirs = _crumbs(browser(making.holder(review)).get(url(review)).text)
    assert f'href="{review.organisation.get_absolute_url()}"' in theirs


def _crumbs(page: str) -> str:
    return page.partition('class="o-crumbs')[2].partition("</nav>")[0]


def test_a_referral_says_what_is_missing_beside_its_field() -> None:
    review = making.review(S.UNDER_ASSESSMENT)
    client = browser(making.reviewer(review))
    typed: dict[str, Any] = {"proposal": "suspend", "months": 7, "conditions": "", "reason": "Oui."}
    refused = client.post(url(review, "comite/"), typed)
    assert refused.status_code == 422
    assert "Oui." in refused.text
    typed |= {"months": 3, "conditions": "Un plan daté."}
    assert client.post(url(review, "comite/"), typed).status_code == 302


def test_the_home_of_its_people_says_that_a_review_concerns_them() -> None:
    review = making.review(S.AWAITING_ANSWER)
    assert "Un contrôle vous concerne" in browser(making.holder(review)).get("/").text
    assert "Un contrôle" not in browser(Actor.of(factories.representative())).get("/").text


def test_the_list_has_what_presses_first_and_pages_by_key() -> None:
    late = making.review(S.AWAITING_ANSWER, at=timezone.now() - timedelta(days=40))
    fresh = making.review(S.AWAITING_ANSWER)
    closed = making.review("warned")
    client = browser(Actor.of(factories.instructor()))
    shown = client.get("/controles/").text
    assert shown.index(str(late.reference)) < shown.index(str(fresh.reference))
    assert str(closed.reference) not in shown
    assert "de retard" in shown
    assert str(closed.reference) in client.get("/controles/?etat=closed").text
    assert client.get("/controles/?etat=n’importe&apres=quoi").status_code == 200
    assert browser(making.holder(late)).get("/controles/").status_code == 403


def test_what_was_written_is_changed_and_not_written_a_second_time() -> None:
    review = making.review(S.AWAITING_ANSWER)
    client, finding = browser(making.holder(review)), making.finding(review)
    assert "Modifier la réponse" not in client.get(url(review)).text
    client.post(url(review, f"constats/{finding.pk}/reponse/"), {"answer": "Le voici."})
    assert "Modifier la réponse" in client.get(url(review)).text
    assessed = making.review(S.UNDER_ASSESSMENT)
    client, finding = browser(making.reviewer(assessed)), making.finding(assessed)
    assert "Modifier la conclusion" not in client.get(url(assessed)).text
    said = {"conclusion": "answered", "reasons": "La réponse suffit."}
    client.post(url(assessed, f"constats/{finding.pk}/conclusion/"), said)
    assert "Modifier la conclusion" in client.get(url(assessed)).text


def test_the_time_to_answer_is_told_as_it_is_in_force() -> None:
    changed("review_answer", 21)
    review, label = making.opened(), making.recognition()
    client = browser(making.reviewer(review))
    for page in (url(review), f"/controles/ouvrir/{label.number}/"):
        assert "21\u00a0jours pour répondre" in client.get(page).text
