"""What is written for any application serves another kind: its law, its pages, its proof."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from directory.charters.operations import sign
from directory.people.models import User
from labelling.instruction.enums import ApplicationState as S
from labelling.instruction.enums import Finding
from labelling.instruction.operations import assess_criterion
from labelling.instruction.ticking import late_complements
from tests import factories
from tests.candidacies.models import Candidacy, Engagement, Point
from tests.committee import making
from tests.labelling.browsing import client_of, shared
from workflows.actors import Actor
from workflows.engine import create, perform
from workflows.lifecycles import machine_of
from workflows.models import Case
from workflows.proof.chains import broken_chains
from workflows.proof.report import all_parts
from workflows.verdicts import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.candidacies.urls")]


@pytest.fixture
def person() -> User:
    return factories.representative()


@pytest.fixture
def candidacy(person: User) -> Candidacy:
    organisation = person.memberships.get().organisation
    return create(
        Candidacy(
            organisation=organisation,
            kind=Candidacy._meta.label_lower,
            title=organisation.name,
            opened_at=timezone.now(),
        ),
        actor=Actor.of(person),
        action="open",
    )


def submit(candidacy: Candidacy, person: User) -> None:
    signature = sign(
        factories.charter_version(),
        organisation=candidacy.organisation,
        user=person,
        name=person.get_full_name(),
        function="Gérant",
    )
    perform(candidacy, "submit", actor=Actor.of(person), data=Engagement(signature))


def url(name: str, candidacy: Candidacy) -> str:
    return reverse(f"candidacies:{name}", args=[candidacy.pk])


def test_it_has_its_states_and_the_law_of_all(candidacy: Candidacy) -> None:
    machine = machine_of(Candidacy)
    assert len(machine.states) == len(S) - 2
    assert machine.state(S.VALIDATED).label == "Référencé"
    assert machine.state(S.DRAFT).awaits == "le cabinet"
    assert S.COMMITTED not in machine.transitions["withdraw"].sources
    assert machine.transitions["validate"].law.effects == ()
    with pytest.raises(IntegrityError), transaction.atomic():
        Candidacy.objects.filter(pk=candidacy.pk).update(state=S.COMMITTED)


def test_it_is_filed_instructed_completed_and_decided(candidacy: Candidacy, person: User) -> None:
    submit(candidacy, person)
    assert candidacy.reference == f"CAN-{timezone.localdate().year}-0001"
    sacha = factories.instructor()
    instructs = client_of(sacha)
    assert candidacy.reference in instructs.get(reverse("candidacies:queue")).text
    assert candidacy.reference not in instructs.get(reverse("labelling:queue")).text
    perform(candidacy, "take_charge", actor=Actor.of(sacha))

    page = instructs.get(url("detail", candidacy))
    assert "1 Expérience, À apprécier" in page.text
    answer = instructs.post(
        url("assess", candidacy),
        {"finding_experience": "to_clarify", "reasons_experience": "Datez vos missions."},
    )
    assert answer.status_code == 302
    refused = instructs.post(url("assess", candidacy), {"finding_loyalty": "established"})
    assert (refused.status_code, refused.text.splitlines()[-1]) == (422, "reasons_loyalty")

    asking = instructs.get(url("request_complements", candidacy))
    assert "Datez vos missions." in asking.text
    assert "Loyauté" in asking.text
    due_on = (timezone.localdate() + timedelta(days=20)).isoformat()
    instructs.post(
        url("request_complements", candidacy),
        {
            "rows": "1",
            "criterion_0": "experience",
            "request_0": "Datez vos missions.",
            "due_on": due_on,
        },
    )
    candidacy.refresh_from_db()
    assert candidacy.state == S.TO_COMPLETE
    assert next(late_complements(timezone.now() + timedelta(days=30))).row == candidacy

    replies = client_of(person)
    complement = candidacy.complements.get()
    assert complement.criterion_label == "Expérience"
    replies.post(url("complements", candidacy), {f"c{complement.pk}-answer": "Mai 2026."})
    perform(candidacy, "resubmit", actor=Actor.of(person))
    for point in Point:
        assess_criterion(
            candidacy,
            criterion=point,
            finding=Finding.ESTABLISHED,
            reasons="Établi.",
            actor=Actor.of(sacha),
        )
    perform(candidacy, "declare_admissible", actor=Actor.of(sacha))

    made = making.committee()
    item = making.voting(made, Case.objects.get(pk=candidacy.pk))
    making.cast(made, item, *["for"] * 5)
    making.decide(made, item)
    candidacy.refresh_from_db()
    assert (candidacy.state, candidacy.state_info.label) == (S.VALIDATED, "Référencé")
    assert list(broken_chains(Candidacy)) == []
    assert [str(problem) for part in all_parts() for problem in part.problems] == []


def test_a_point_of_another_kind_is_not_assessed(candidacy: Candidacy, person: User) -> None:
    submit(candidacy, person)
    actor = Actor.of(factories.instructor())
    perform(candidacy, "take_charge", actor=actor)
    with pytest.raises(Refused) as refusal:
        assess_criterion(
            candidacy, criterion="practices", finding="established", reasons="Oui.", actor=actor
        )
    assert [unmet.code for unmet in refusal.value.unmet] == ["no_such_criterion"]


def test_it_has_the_pages_that_every_kind_shares(candidacy: Candidacy, person: User) -> None:
    client: Any = client_of(person)
    assert client.post(shared("messages", candidacy), {"body": "Bonjour."}).status_code == 302
    history = client.get(shared("history", candidacy))
    assert candidacy.title in history.text
    assert client.get(shared("files", candidacy)).status_code == 200
    assert client_of(factories.user()).get(shared("history", candidacy)).status_code == 403
    withdrawn = client.post(url("withdraw", candidacy), {"reason": "", "expected": S.DRAFT})
    assert withdrawn.status_code == 302
    candidacy.refresh_from_db()
    assert candidacy.state == S.WITHDRAWN
