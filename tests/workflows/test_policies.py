"""A page that changes nothing asks a policy once; whoever acts is asked each time."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from labelling.instruction.enums import ApplicationState
from labelling.rulebook import LabellingRules
from tests import factories
from workflows.actors import Actor
from workflows.verdicts import Forbidden

pytestmark = pytest.mark.django_db


def queries(run: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        run()
    return len(captured)


def test_who_only_reads_is_asked_about_once() -> None:
    dossier, other = factories.dossier(), factories.dossier()
    person = factories.representative_of(dossier)
    reader = Actor.reading(person)
    structure = LabellingRules.structure
    assert queries(lambda: structure.verdict(reader, dossier)) == 1
    assert queries(lambda: structure.verdict(reader, dossier)) == 0
    assert structure.verdict(reader, dossier).permitted
    assert not structure.verdict(reader, other).permitted
    assert queries(lambda: structure.verdict(Actor.of(person), dossier)) == 1


def test_what_is_required_is_asked_again_whatever_was_answered() -> None:
    dossier = factories.dossier(ApplicationState.COMMITTED)
    person = factories.representative_of(dossier)
    reader = Actor.reading(person)
    assert LabellingRules.structure.verdict(reader, dossier).permitted
    person.memberships.update(organisation=factories.organisation())
    with pytest.raises(Forbidden):
        LabellingRules.structure.require(reader, dossier)


def test_an_actor_is_the_same_reading_or_not() -> None:
    person = factories.user()
    assert Actor.reading(person) == Actor.of(person)
