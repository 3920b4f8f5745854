"""A thousand days, one by one: whatever people do and whenever, time keeps its word."""

import os
from random import Random

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.years.acts import act_on
from tests.years.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.scenario]


@pytest.fixture
def world() -> World:
    return World(Random(0))


def test_a_thousand_days(world: World) -> None:
    """Always the same ones; the first of them in the suite, all with OSE_DAYS=1000."""
    life = world.reborn(Random("a thousand days"))
    life.live(int(os.environ.get("OSE_DAYS", examples(250))), act_on)
    assert len(set(life.done)) > 3, "nobody did anything worth the examination"
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
