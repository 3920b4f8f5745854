"""Whoever reads a case, or writes on it, is the same asked alone as among all."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.memberships.enums import MembershipState
from directory.memberships.models import Membership
from directory.people.models import User
from labelling.instruction.enums import ApplicationState
from labelling.rulebook import LabellingRules
from tests import factories
from tests.committee import making
from workflows.access import CaseRules
from workflows.actors import Actor
from workflows.models import Case
from workflows.policies import Policy

pytestmark = pytest.mark.django_db

POLICIES: list[Policy] = [
    CaseRules.read_case,
    CaseRules.correspond,
    LabellingRules.structure,
    LabellingRules.representative,
    LabellingRules.instructor_without_conflict,
    LabellingRules.instructor_in_charge,
    LabellingRules.read_queue,
]


def people_around(dossier: Any) -> dict[str, User]:
    representative = factories.representative_of(dossier)
    linked = factories.instructor("Dominique", "Roux")
    factories.membership(linked, dossier.organisation)
    gone = factories.instructor("Claude", "Petit")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    return {
        "representative": representative,
        "instructor": factories.instructor(),
        "manager": factories.manager(),
        "in_charge": dossier.assignee or factories.instructor(),
        "linked": linked,
        "gone": gone,
        "stranger": factories.user(),
        "elsewhere": factories.representative(),
    }


@pytest.mark.parametrize("state", [ApplicationState.COMMITTED, ApplicationState.UNDER_INSTRUCTION])
def test_one_person_is_admitted_as_among_all(state: ApplicationState) -> None:
    dossier = factories.dossier(state)
    people = people_around(dossier)
    for policy in POLICIES:
        admitted = set(policy.users_who_may(dossier))
        for name, person in people.items():
            asked = policy.admits_person(dossier, person.pk)
            assert asked == (person in admitted), f"{policy} {name}"


def test_a_member_of_the_committee_reads_by_the_agenda_and_a_recused_one_does_not() -> None:
    made = making.committee()
    item = making.voting(made)
    dossier = Case.objects.get(pk=item.case_id).subject
    recused = made.mandates[2]
    factories.membership(recused.user, dossier.organisation)
    readers = set(CaseRules.read_case.users_who_may(dossier))
    for mandate in made.mandates:
        asked = CaseRules.read_case.admits_person(dossier, mandate.user_id)
        assert asked == (mandate.user in readers)
    assert CaseRules.read_case.admits_person(dossier, made.mandates[1].user_id)
    assert not CaseRules.correspond.admits_person(dossier, made.mandates[1].user_id)


@pytest.mark.breaks_history
def test_whoever_the_case_concerns_is_admitted_by_one_question() -> None:
    dossier = factories.dossier(ApplicationState.COMMITTED)
    person = factories.representative_of(dossier)
    with CaptureQueriesContext(connection) as captured:
        assert CaseRules.read_case.verdict(Actor.of(person), dossier).permitted
    assert len(captured) == 1
    Membership.objects.filter(user=person).update(state=MembershipState.ENDED)
    assert not CaseRules.read_case.verdict(Actor.of(person), dossier).permitted
