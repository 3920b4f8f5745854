"""A thousand days of the demo, one by one: whatever people do and whenever, time keeps its word."""

import os
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.demo import kept_meanwhile
from tests.examples import CHEAP, examples
from tests.years.acts import act_on
from tests.years.checks import lived_since
from tests.years.world import FIRST_DAY, World

pytestmark = [pytest.mark.django_db, pytest.mark.scenario]

# What makes a life worth the examination, by the days within which any life has it.
MATTERS = {
    80: {"recognition.expire", "renewalnotice.remind", "task.overdue sent"},
    250: {
        "session.close",
        "dossier.enter_deliberation",
        "recognition.grant",
        "progressexchange.ask sent",
        "session.convene skipped",
    },
    1000: {
        "recognition.renew",
        "recognition.suspend",
        "recognition.resume",
        "dossier.refuse",
        "dossier.adjourn",
        "referencing.validate",
        "framework.ask_review",
        "compliancereview.lapse",
        "renewalnotice.remind sent",
        "renewalnotice.remind skipped",
        "renewalnotice.warn_last_session sent",
        "renewalnotice.alert_no_session",
    },
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with kept_meanwhile(django_db_blocker):
        yield World(Random(0))


def test_a_thousand_days(world: World) -> None:
    """Always the same ones; on PostgreSQL the first of them, and all with OSE_DAYS=1000."""
    life = world.reborn(Random("a thousand days"))
    days = int(os.environ.get("OSE_DAYS") or (1000 if CHEAP else 80))
    life.live(days, act_on)
    lived = lived_since(FIRST_DAY)
    for within, matters in MATTERS.items():
        assert days < within or matters <= lived, matters - lived
    call_command("verify_history")


@settings(
    max_examples=examples(5),
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(chance=st.randoms(use_true_random=False))
def test_a_month_of_any_kind(world: World, chance: Random) -> None:
    """What is found to fail is made as short as it gets."""
    with transaction.atomic():
        world.reborn(chance).live(20, act_on)
        transaction.set_rollback(True)
