"""When whoever instructs a dossier is away or has left, the dossier goes on with someone else."""

from typing import cast

import pytest
from django.core import mail

from directory.people.enums import CressGroup
from directory.people.models import User
from directory.people.operations import leave_team
from labelling.instruction.enums import ApplicationState
from labelling.instruction.operations import reassign
from labelling.rulebook import LabellingRules
from tests import factories
from tests.labelling.browsing import client_of, shared, url
from tests.notifications.draining import drain
from workflows.actors import Actor
from workflows.flow.inbox import tasks_for
from workflows.pages.cases.history import case_timeline
from workflows.verdicts import Forbidden, Refused

pytestmark = pytest.mark.django_db


def test_the_direction_confides_it_and_the_request_follows() -> None:
    made = factories.dossier(ApplicationState.UNDER_INSTRUCTION)
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
    history = manager.get(shared("history", made)).text
    assert "Dossier confié à une autre personne" in history
    assert [task.process.case_id for task in tasks_for(other)] == [made.pk]
    assert not tasks_for(former).exists()
    assert LabellingRules.instructor_in_charge.verdict(Actor.of(other), made).permitted
    drain()
    assert [message.to for message in mail.outbox] == [[other.email]]


def test_it_goes_to_nobody_who_may_not_instruct() -> None:
    made = factories.dossier(ApplicationState.TO_COMPLETE)
    linked = factories.instructor("Charlie")
    factories.membership(linked, made.organisation, "contributor")
    boss: User = factories.manager()
    assert made.assignee is not None
    for person in (linked, factories.user("Lou"), made.assignee):
        with pytest.raises(Refused):
            reassign(made, assignee=person, actor=Actor.of(boss))
    page = client_of(boss).post(url("reassign", made), {"assignee": linked.pk, "reason": "Congé."})
    assert page.status_code == 422
    assert "Congé." in page.text


def test_only_the_direction_does() -> None:
    made = factories.dossier(ApplicationState.UNDER_INSTRUCTION)
    other = factories.instructor("Charlie")
    for person in (made.assignee, other, factories.representative_of(made)):
        with pytest.raises(Forbidden):
            reassign(made, assignee=other, actor=Actor.of(person))
        assert url("reassign", made) not in client_of(person).get(made.get_absolute_url()).text


def test_a_dossier_that_changed_hands_meanwhile_is_not_taken_again() -> None:
    made = factories.dossier(ApplicationState.UNDER_INSTRUCTION)
    first, second = factories.instructor("Charlie"), factories.instructor("Lou")
    boss = client_of(factories.manager())
    seen = boss.get(url("reassign", made)).context["form"]["seen"].value()
    reassign(made, assignee=first, actor=Actor.of(factories.manager()))
    page = boss.post(url("reassign", made), {"assignee": second.pk, "reason": "", "seen": seen})
    assert page.status_code == 409
    made.refresh_from_db()
    assert made.assignee == first


def test_the_history_says_from_whom_to_whom() -> None:
    made = factories.dossier(ApplicationState.UNDER_INSTRUCTION)
    before, after = cast(User, made.assignee), factories.instructor("Charlie")
    reassign(made, assignee=after, actor=Actor.of(factories.manager()))
    entries, _ = case_timeline(made)
    assert entries[0].changes[0] == (
        "Personne en charge",
        before.get_full_name(),
        after.get_full_name(),
    )
    [charged] = [entry for entry in entries if entry.title == "Dossier pris en charge"]
    assert charged.changes[0] == ("Personne en charge", "", before.get_full_name())
