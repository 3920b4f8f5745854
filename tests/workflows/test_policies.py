"""A page that changes nothing asks a policy once; whoever acts is asked each time."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.toys import making
from tests.toys.rulebook import ToyRules
from workflows.actors import Actor
from workflows.verdicts import Forbidden

pytestmark = pytest.mark.django_db


def queries(run: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        run()
    return len(captured)


def test_who_only_reads_is_asked_about_once() -> None:
    repair, other = making.bring(), making.bring()
    person = making.mender_of(repair)
    reader, mender = Actor.reading(person), ToyRules.mender
    assert queries(lambda: mender.verdict(reader, repair)) == 1
    assert queries(lambda: mender.verdict(reader, repair)) == 0
    assert mender.verdict(reader, repair).permitted
    assert not mender.verdict(reader, other).permitted
    assert queries(lambda: mender.verdict(Actor.of(person), repair)) == 1


def test_what_is_required_is_asked_again_whatever_was_answered() -> None:
    repair = making.bring()
    reader = Actor.reading(making.mender_of(repair))
    assert ToyRules.mender.verdict(reader, repair).permitted
    repair.invited.clear()
    with pytest.raises(Forbidden):
        ToyRules.mender.require(reader, repair)


def test_an_actor_is_the_same_reading_or_not() -> None:
    person = factories.user()
    assert Actor.reading(person) == Actor.of(person)


def test_what_a_page_has_asked_of_all_is_not_asked_again_of_who_reads() -> None:
    repair, stranger, mender = making.bring(), factories.user(), ToyRules.mender
    reader, actor = Actor.reading(stranger), Actor.of(stranger)
    for who in (reader, actor):
        mender.note(who, repair, permitted=True)
    assert queries(lambda: mender.verdict(reader, repair)) == 0
    assert mender.verdict(reader, repair).permitted
    assert not mender.verdict(actor, repair).permitted
    with pytest.raises(Forbidden):
        mender.require(reader, repair)
