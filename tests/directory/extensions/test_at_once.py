"""Extended while another is granted, or while it ends: the one that comes second sees the first."""

from datetime import date

import pytest
from django.db import transaction

from directory.recognitions.models import Recognition
from directory.recognitions.operations import extend
from tests import factories
from tests.directory.making import label, noon
from tests.racing import Overlap
from workflows.actors import Actor
from workflows.engine import perform
from workflows.verdicts import Refusal

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
UNTIL = date(2027, 6, 30)
DAY = date(2027, 2, 1)


@pytest.fixture
def held() -> Recognition:
    with transaction.atomic():
        return label(factories.organisation(), date(2024, 2, 29))


@pytest.fixture
def direction() -> Actor:
    with transaction.atomic():
        return Actor.of(factories.manager())


def extended(held: Recognition, direction: Actor) -> Recognition:
    found = Recognition.objects.get(pk=held.pk)
    return extend(found, until=UNTIL, reason="Attente.", actor=direction, at=noon(DAY))


def test_a_renewal_granted_meanwhile_begins_at_the_new_end(
    held: Recognition, direction: Actor
) -> None:
    with Overlap() as overlap:
        done, following = overlap.run(
            lambda: extended(held, direction), lambda: label(held.organisation, DAY)
        )
    assert not isinstance(done, Refusal)
    assert following.valid_from == UNTIL


def test_once_a_renewal_is_granted_it_is_extended_no_more(
    held: Recognition, direction: Actor
) -> None:
    with Overlap() as overlap:
        following, refused = overlap.run(
            lambda: label(held.organisation, DAY), lambda: extended(held, direction)
        )
    assert isinstance(refused, Refusal)
    held.refresh_from_db()
    assert following.valid_from == held.valid_until == date(2027, 2, 28)


def test_two_managers_one_extension(held: Recognition, direction: Actor) -> None:
    seen = held.valid_until

    def act() -> Recognition:
        found = Recognition.objects.get(pk=held.pk)
        return extend(
            found, until=UNTIL, reason="Attente.", actor=direction, seen=seen, at=noon(DAY)
        )

    with Overlap() as overlap:
        done, refused = overlap.run(act, act)
    assert not isinstance(done, Refusal)
    assert isinstance(refused, Refusal)


def test_given_up_meanwhile_it_is_extended_no_more(held: Recognition, direction: Actor) -> None:
    with transaction.atomic():
        holder = Actor.of(factories.representative(held.organisation))

    def give_up() -> Recognition:
        found = Recognition.objects.get(pk=held.pk)
        return perform(found, "renounce", actor=holder, at=noon(DAY))

    with Overlap() as overlap:
        done, refused = overlap.run(give_up, lambda: extended(held, direction))
    assert not isinstance(done, Refusal)
    assert isinstance(refused, Refusal)
