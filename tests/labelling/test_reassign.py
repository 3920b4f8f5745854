"""When whoever instructs a dossier is away or has left, the dossier goes on with someone else."""

import pytest
from django.core import mail

from directory.enums import CressGroup
from directory.models import User
from directory.operations.team import leave_team
from labelling import operations
from labelling.enums import DossierState
from tests import factories
from tests.labelling.structure import client_of, url
from tests.notifications.draining import drain
from workflows.actors import Actor
from workflows.inbox import tasks_for
from workflows.policies import get_policy
from workflows.verdicts import Forbidden, Refused

pytestmark = pytest.mark.django_db


def test_the_direction_confides_it_and_the_request_follows() -> None:
    made = factories.dossier(DossierState.UNDER_INSTRUCTION)
    former, other = made.assignee, factories.instructor("Charlie")
    boss = factories.manager()
    assert former is not None
    leave_team(user=former, group=CressGroup.INSTRUCTOR, actor=Actor.of(boss))
    drain()
    mail.outbox.clear()
    manager = client_of(boss)
    assert url("reassign", made) in manager.get(made.get_absolute_url()).text

    manager.post(url("reassign", made), {"assignee": other.pk, "reason": ""})
    made.refresh_from_db()
    assert made.assignee == other
    history = manager.get(url("history", made)).text
    assert "Dossier confié à une autre personne" in history
    assert [task.process.case_id for task in tasks_for(other)] == [made.pk]
    assert not tasks_for(former).exists()
    assert get_policy("labelling.instructor_in_charge").verdict(Actor.of(other), made).permitted
    drain()
    assert [message.to for message in mail.outbox] == [[other.email]]


def test_it_goes_to_nobody_who_may_not_instruct() -> None:
    made = factories.dossier(DossierState.TO_COMPLETE)
    linked = factories.instructor("Charlie")
    factories.membership(linked, made.organisation, "contributor")
    boss: User = factories.manager()
    assert made.assignee is not None
    for person in (linked, factories.user("Lou"), made.assignee):
        with pytest.raises(Refused):
            operations.reassign(made, assignee=person, actor=Actor.of(boss))
    page = client_of(boss).post(url("reassign", made), {"assignee": linked.pk, "reason": "Congé."})
    assert page.status_code == 422
    assert "Congé." in page.text


def test_only_the_direction_does() -> None:
    made = factories.dossier(DossierState.UNDER_INSTRUCTION)
    other = factories.instructor("Charlie")
    for person in (made.assignee, other, factories.representative_of(made)):
        with pytest.raises(Forbidden):
            operations.reassign(made, assignee=other, actor=Actor.of(person))
        assert url("reassign", made) not in client_of(person).get(made.get_absolute_url()).text
