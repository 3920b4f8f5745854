"""A dossier that follows a recognised framework is asked for the rest, and says so to its readers.

What is in force at the filing stays; a framework withdrawn before it is asked again in full.
"""

import pytest
from django.test import Client

from directory.charters.enums import PrincipleKey
from labelling.dossiers.models import Dossier
from labelling.dossiers.notices import preparing_under_it
from labelling.evidence.completeness import principle_statuses
from labelling.frameworks.models import Framework
from labelling.instruction.enums import ApplicationState
from labelling.instruction.operations import assess_criterion
from tests import factories
from tests.committee import making
from tests.labelling.browsing import client_of, url
from tests.racing import Overlap
from workflows.actors import Actor
from workflows.engine import perform, verdict

pytestmark = pytest.mark.django_db
COVERED = set(factories.COVERED)


@pytest.fixture
def framework() -> Framework:
    return factories.framework()


def codes(dossier: Dossier, name: str = "submit") -> set[str]:
    actor = Actor.of(factories.representative_of(dossier))
    return {unmet.code for unmet in verdict(dossier, name, actor=actor).unmet}


def states(dossier: Dossier) -> dict[str, str]:
    return {status.key.value: status.state for status in principle_statuses(dossier)}


def test_it_is_asked_for_the_remaining_principles_alone(framework: Framework) -> None:
    dossier = factories.dossier("presented", follows=framework)
    missing = {f"{key}_missing" for key in PrincipleKey} & codes(dossier)
    assert missing == {"stakeholders_missing", "action_plan_missing", "accessibility_missing"}
    assert {key for key, state in states(dossier).items() if state == "covered"} == COVERED


@pytest.mark.breaks_history
def test_what_is_covered_may_be_evidenced_all_the_same(framework: Framework) -> None:
    dossier = factories.dossier("presented")
    factories.fill(dossier, factories.representative_of(dossier))
    Dossier.objects.filter(pk=dossier.pk).update(framework=framework, approach="framework")
    dossier.refresh_from_db()
    assert set(states(dossier).values()) == {"done"}


def test_a_candidate_covers_nothing() -> None:
    """Nor is it offered: a dossier that names one came otherwise."""
    dossier = factories.dossier("presented", follows=factories.framework(recognised=False))
    assert "covered" not in states(dossier).values()


def test_what_is_filed_keeps_what_was_in_force_then(framework: Framework) -> None:
    dossier = factories.dossier("submitted", follows=framework)
    assert set(dossier.covered) == COVERED
    factories.withdraw_framework(framework)
    dossier.refresh_from_db()
    assert dossier.settled == COVERED
    assert {key for key, state in states(dossier).items() if state == "covered"} == COVERED


def test_sent_back_to_complete_it_still_does(framework: Framework) -> None:
    dossier = factories.dossier("to_complete", follows=framework)
    factories.withdraw_framework(framework)
    dossier.refresh_from_db()
    assert not {f"{key}_missing" for key in PrincipleKey} & codes(dossier, "resubmit")


def test_what_is_not_filed_is_asked_again_and_told(framework: Framework) -> None:
    prepared = factories.dossier("presented", follows=framework)
    filed = factories.dossier("submitted", follows=framework)
    factories.withdraw_framework(framework)
    prepared.refresh_from_db()
    assert {"practices_missing", "questioning_missing"} <= codes(prepared)
    told = set(preparing_under_it(framework))
    assert told == {factories.representative_of(prepared)}
    assert factories.representative_of(filed) not in told
    page = client_of(factories.representative_of(prepared)).get(url("detail", prepared))
    assert "sont de nouveau à étayer" in page.content.decode()


def test_the_instructor_assesses_the_rest(framework: Framework) -> None:
    dossier = factories.dossier("under_instruction", follows=framework)
    assert dossier.assignee
    actor = Actor.of(dossier.assignee)
    unassessed = verdict(dossier, "declare_admissible", actor=actor).unmet
    assert len(unassessed) == len(PrincipleKey) - len(COVERED)
    for key in PrincipleKey:
        if key not in COVERED:
            assess_criterion(
                dossier, criterion=key, finding="established", reasons="Vu.", actor=actor
            )
    browser = client_of(dossier.assignee)
    assert browser.get(url("declare_admissible", dossier)).status_code == 200
    perform(dossier, "declare_admissible", actor=actor)


def test_an_assessment_of_what_is_covered_is_welcome(framework: Framework) -> None:
    dossier = factories.dossier("under_instruction", follows=framework)
    assert dossier.assignee
    browser, page = client_of(dossier.assignee), url("assess", dossier)
    typed = {"finding_practices": "to_clarify", "reasons_practices": "La fiche date."}
    assert browser.post(page, typed).status_code == 302
    assert dossier.assessments.get().criterion == "practices"


@pytest.mark.parametrize("state", ["draft", "presented", "under_instruction", "validated"])
def test_its_pages_say_so_to_the_structure(state: str, framework: Framework) -> None:
    dossier = factories.dossier(ApplicationState(state), follows=framework)
    browser = client_of(factories.representative_of(dossier))
    said = browser.get(url("detail", dossier)).content.decode()
    assert f"Référentiel suivi&nbsp;: {framework.name}" in said
    assert "aucune preuve n’est demandée" in said
    assert "rien ne vous est demandé" in _of(browser, url("principle", dossier, "practices"))
    assert "aucune preuve n’est demandée" in _of(browser, url("whole", dossier))


def test_its_pages_say_so_to_the_cress_and_to_the_committee(framework: Framework) -> None:
    dossier = factories.dossier("under_instruction", follows=framework)
    assert dossier.assignee
    page = f"{url('detail', dossier)}?critere=practices"
    said = _of(client_of(dossier.assignee), page)
    assert "aucune appréciation n’est attendue" in said
    assert "0 sur 4" in said
    assert "les principes 1" not in said

    admissible = factories.dossier("admissible", follows=framework)
    made = making.committee()
    making.opened(made, admissible)
    read = _of(client_of(made.mandates[1].user), f"{url('detail', admissible)}?critere=practices")
    assert "aucune appréciation n’est attendue" in read


def _of(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("filed_first", [True, False])
def test_filing_and_withdrawing_at_once_leave_one_truth(
    filed_first: bool, framework: Framework
) -> None:
    """Filed first, what was in force stays; withdrawn first, the rest is asked for."""
    dossier = factories.dossier("presented", follows=framework)
    person = factories.representative_of(dossier)
    factories.fill(dossier, person)

    def file() -> None:
        perform(Dossier.objects.get(pk=dossier.pk), "submit", actor=Actor.of(person))

    def withdraw() -> None:
        factories.withdraw_framework(Framework.objects.get(pk=framework.pk))

    with Overlap() as overlap:
        overlap.run(*((file, withdraw) if filed_first else (withdraw, file)))
    dossier.refresh_from_db()
    assert (dossier.state, set(dossier.covered)) == (
        ("submitted", COVERED) if filed_first else ("presented", set())
    )
