"""An act that is rehearsed is done, read, and undone."""

import pytest
from django_tasks_db.models import DBTaskResult

from tests import factories
from workflows.actors import Actor
from workflows.engine import perform
from workflows.outbox.events import Event
from workflows.outbox.rehearsal import rehearse
from workflows.verdicts import Forbidden

pytestmark = pytest.mark.django_db


def test_nothing_of_it_stays() -> None:
    dossier = factories.dossier("submitted")
    rows, tasks = dossier.history.count(), DBTaskResult.objects.count()
    instructor = Actor.of(factories.instructor())
    tasks = DBTaskResult.objects.count()

    def look(events: list[Event]) -> tuple[list[str], str]:
        return [event.name for event in events], type(dossier).objects.get(pk=dossier.pk).state

    seen = rehearse(lambda: perform(dossier, "take_charge", actor=instructor), look)
    assert seen == (["dossier.take_charge"], "under_instruction")
    assert type(dossier).objects.get(pk=dossier.pk).state == "submitted"
    assert (dossier.history.count(), DBTaskResult.objects.count()) == (rows, tasks)


def test_it_may_be_refused_as_the_act_would() -> None:
    dossier = factories.dossier("submitted")
    stranger = Actor.of(factories.user())
    with pytest.raises(Forbidden):
        rehearse(lambda: perform(dossier, "take_charge", actor=stranger), len)
