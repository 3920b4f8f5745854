"""What retention would do is foreseen to the day, and nothing is done."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

from committee.voting.models import Ballot, VotingRound
from directory.delays.calendar import add_months
from directory.recognitions.models import Recognition
from directory.retention.foreseeing import Foreseen, foresee, latest_start
from directory.retention.registry import RetentionRule, retention, retention_rules
from labelling.dossiers.models import Dossier
from labelling.oversight.complaints.enums import ComplaintState
from tests import factories
from tests.committee import making
from tests.directory.imports.making import imported
from tests.labelling.browsing import client_of
from tests.labelling.oversight.complaining import complaint
from workflows.actors import Actor
from workflows.models import Case

PAGE = "/conservation/"
DAY = timedelta(days=1)


def seen(key: str, day: date) -> Foreseen:
    return foresee(next(rule for rule in retention_rules() if rule.key == key), day)


def turning(key: str, on: date) -> list[tuple[int, int]]:
    """How many are due, and later, the day before `on` and that day."""
    return [(found.due, found.later) for found in (seen(key, on - DAY), seen(key, on))]


@pytest.mark.django_db
def test_a_validated_dossier_is_kept_for_its_cycle_then_archived() -> None:
    label = factories.dossier("validated").recognitions.get()
    on = add_months(label.valid_until, 60)
    assert turning("archived_applications", on) == [(0, 1), (1, 0)]
    found = seen("archived_applications", on - DAY)
    assert (found.next_on, found.delay) == (on, (5, "ans"))
    assert [(each.words, each.on) for each in found.examples] == [
        (f"{label.number}, {label.organisation}", on)
    ]


@pytest.mark.django_db
def test_an_imported_label_has_no_dossier_to_archive() -> None:
    factories.charter_version()
    imported(Actor.system("import"))
    assert Recognition.objects.count() == 1
    assert seen("archived_applications", date(2100, 1, 1)).due == 0


@pytest.mark.django_db
def test_a_refusal_is_kept_two_years_after_its_appeal() -> None:
    refused = factories.dossier("refused")
    assert refused.appealable_until is not None
    on = add_months(refused.appealable_until, 24)
    assert turning("refused_dossier", on) == [(0, 1), (1, 0)]
    (example,) = seen("refused_dossier", on).examples
    assert example.words == f"{refused.reference}, {refused.organisation}"


@pytest.mark.django_db
def test_what_no_rule_foresees_is_said() -> None:
    factories.dossier("withdrawn")
    found = seen("left_dossier", date(2100, 1, 1))
    assert (found.due, found.later, found.delay) == (0, 1, (0, ""))


@pytest.mark.django_db
def test_named_votes_are_kept_five_years() -> None:
    made = making.committee(5)
    voted = making.voting(made)
    making.cast(made, voted, "for", "for", "for", "against", "for")
    assert seen("named_votes", date(2100, 1, 1)).later == 0  # open: its delay has not begun
    round_ = making.close(made, voted)
    assert isinstance(round_, VotingRound)
    on = add_months(timezone.localdate(round_.closed_at), 60)
    assert turning("named_votes", on) == [(0, 1), (1, 0)]


@pytest.mark.django_db
def test_complaints_are_counted_and_not_named() -> None:
    over = complaint(ComplaintState.ANSWERED)
    assert over.forget_on is not None
    assert turning("complaints", over.forget_on) == [(0, 1), (1, 0)]
    page = client_of(factories.manager()).get(f"{PAGE}?le=2100-01-01").content.decode()
    assert str(over.reference) not in page


@pytest.mark.django_db
def test_the_page_shows_and_does_nothing() -> None:
    dossier = factories.dossier("validated")
    label = dossier.recognitions.get()
    director = client_of(factories.manager())
    far = add_months(label.valid_until, 60)
    counts = [model.objects.count() for model in (Case, Dossier, Ballot)]
    page = director.get(f"{PAGE}?le={far:%Y-%m-%d}").content.decode()
    assert str(label.number) in page
    assert "Délai passé" in page
    assert "Délai passé" not in director.get(PAGE).content.decode()
    assert counts == [model.objects.count() for model in (Case, Dossier, Ballot)]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["31/02/2030", "bientôt", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_none_is_said_and_kept(typed: str) -> None:
    answer = client_of(factories.manager()).get(PAGE, {"le": typed})
    shown: Any = answer.content.decode()
    assert answer.status_code == 422
    assert "o-errors" in shown  # the summary, besides what is said beside the field
    assert 'class="o-error"' in shown
    assert "Dossiers validés" in shown


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2027, 2, 28), 6, date(2026, 8, 31)),
        (date(2028, 2, 28), 6, date(2027, 8, 28)),
        (date(2028, 2, 29), 6, date(2027, 8, 31)),
        (date(2029, 3, 1), 60, date(2024, 3, 1)),
        (date(2029, 2, 28), 60, date(2024, 2, 29)),
        (date(2029, 2, 27), 60, date(2024, 2, 27)),
        (date(2029, 2, 27), 0, date(2029, 2, 27)),
    ],
)
def test_months_end_where_they_end(day: date, months: int, last: date) -> None:
    assert latest_start(day, months) == last
    assert add_months(last, months) <= day < add_months(last + DAY, months)


def test_a_rule_counts_from_a_day_and_is_declared_once() -> None:
    given: dict[str, Any] = {"title": "", "does": "", "why": "", "rows": Dossier.objects.all}
    with pytest.raises(ImproperlyConfigured, match="alone"):
        retention(RetentionRule(key="new", months=1, **given))
    with pytest.raises(ImproperlyConfigured, match="twice"):
        retention(RetentionRule(key="minutes", **given))
