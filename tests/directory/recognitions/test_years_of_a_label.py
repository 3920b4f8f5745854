"""Years of a label, whatever is decided and whenever: no day past its end, no gap, no overlap."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.delays.calendar import add_months
from directory.recognitions.models import Recognition
from directory.recognitions.operations import apply_time, extend
from directory.recognitions.proofs import recognitions_last_what_the_rule_gives
from directory.recognitions.validity import end_of_validity
from tests import factories
from tests.directory.making import label, noon
from workflows.actors import Actor
from workflows.verdicts import Refusal

pytestmark = pytest.mark.django_db
FIRST_DAYS = st.one_of(
    st.sampled_from([date(2024, 2, 29), date(2024, 1, 31), date(2023, 8, 31), date(2025, 3, 30)]),
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
)
# How many days pass, then what is tried: a committee validates, or the direction extends.
STEPS = st.lists(
    st.tuples(st.integers(1, 700), st.sampled_from(["renew", "extend"])), min_size=1, max_size=6
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(first=FIRST_DAYS, steps=STEPS, extra=st.integers(1, 400))
def test_nothing_runs_past_its_end_and_each_follows_the_one_before(
    first: date, steps: list[tuple[int, str]], extra: int
) -> None:
    with transaction.atomic():
        _live(first, steps, extra)
        transaction.set_rollback(True)


def _live(first: date, steps: list[tuple[int, str]], extra: int) -> None:
    organisation = factories.organisation()
    direction = Actor.of(factories.manager())
    label(organisation, first)
    today = first
    for passed, tried in steps:
        today += timedelta(days=passed)
        apply_time(noon(today))
        if tried == "renew":
            label(organisation, today)
        else:
            _extend(today, extra, direction)
        apply_time(noon(today))
        _check(today)
    assert list(recognitions_last_what_the_rule_gives()) == []
    _check_the_chain()


def _extend(today: date, extra: int, direction: Actor) -> None:
    running = Recognition.objects.filter(state="active").first()
    if running is None:
        return
    until = running.valid_until + timedelta(days=extra)
    try:
        extend(running, until=until, reason="Attente.", actor=direction, at=noon(today))
    except Refusal:
        running.refresh_from_db()
        limit = running.extendable_until or running.valid_until
        assert running.valid_until <= limit


def _check(today: date) -> None:
    active = list(Recognition.objects.filter(state="active"))
    assert len(active) <= 1
    assert all(found.valid_from <= today <= found.valid_until for found in active)


def _check_the_chain() -> None:
    for found in Recognition.objects.select_related("previous"):
        assert found.term_ends_on == end_of_validity(found.valid_from, 3)
        if found.granted_until is not None:
            assert found.valid_until <= add_months(found.granted_until, 12)
        if found.previous is not None:
            assert found.valid_from == found.previous.valid_until
