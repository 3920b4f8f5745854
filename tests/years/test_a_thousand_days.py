"""A thousand days, one by one: whatever people do and whenever, time keeps its word."""

from random import Random

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.recognitions.models import Recognition
from tests.examples import examples
from tests.years.acts import act_on
from tests.years.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.scenario]

# What makes a life worth examining; the seed gives it all, many times.
MATTERS = {"go on", "renew", "decide", "report", "read a report", "extend", "go on with a review"}


@pytest.fixture
def world() -> World:
    return World(Random(0))


def test_a_thousand_days(world: World) -> None:
    """Always the same ones; a third of them where each statement is a journey."""
    life = world.reborn(Random("a thousand days"))
    life.live(examples(1000), act_on)
    assert set(life.done) >= MATTERS
    assert Recognition.objects.filter(state="renewed").exists()
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
