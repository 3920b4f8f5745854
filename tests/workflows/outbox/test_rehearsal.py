"""An act that is rehearsed is done, read, and undone."""

import pytest
from django_tasks_db.models import DBTaskResult

from tests import factories
from tests.toys import making
from tests.toys.enums import RepairState
from tests.toys.models import Repair
from workflows.actors import Actor
from workflows.engine import perform
from workflows.outbox.events import Event
from workflows.outbox.rehearsal import rehearse
from workflows.verdicts import Forbidden

pytestmark = pytest.mark.django_db


def state_of(repair: Repair) -> str:
    return str(Repair.objects.get(pk=repair.pk).state)


def test_nothing_of_it_stays() -> None:
    repair = making.repair(RepairState.ASKED)
    mender = Actor.of(making.mender_of(repair))
    rows, tasks = repair.history.count(), DBTaskResult.objects.count()

    def look(events: list[Event]) -> tuple[list[str], str]:
        return [event.name for event in events], state_of(repair)

    names, state = rehearse(lambda: perform(repair, "take_charge", actor=mender), look)
    assert names == ["repair.take_charge"]
    assert state != RepairState.ASKED
    assert state_of(repair) == RepairState.ASKED
    assert (repair.history.count(), DBTaskResult.objects.count()) == (rows, tasks)


def test_it_may_be_refused_as_the_act_would() -> None:
    repair = making.repair(RepairState.ASKED)
    stranger = Actor.of(factories.user())
    with pytest.raises(Forbidden):
        rehearse(lambda: perform(repair, "take_charge", actor=stranger), len)
