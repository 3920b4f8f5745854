"""What the CRESS finds is told to the structure once it is sent, principle by principle."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from directory.charters.enums import PrincipleKey
from labelling.dossiers.models import Dossier
from labelling.evidence.completeness import principle_statuses
from labelling.evidence.models import InternalPresentation
from labelling.evidence.operations import describe_presentation
from labelling.instruction.enums import ApplicationState, Finding
from labelling.instruction.operations import (
    answer_complement,
    assess_criterion,
    request_complements,
)
from labelling.instruction.reading.announced import announced_to
from labelling.overview.summary import summary_of
from tests import factories
from tests.labelling.browsing import client_of, shared, url
from workflows.actors import Actor
from workflows.engine import perform

pytestmark = pytest.mark.django_db
S = ApplicationState
FOUND, DRAFT = "Les actions sont datées.", "Brouillon à ne pas montrer."
PLAN, PRACTICES = PrincipleKey.ACTION_PLAN, PrincipleKey.PRACTICES


def assess(made: Dossier, key: str, finding: Finding, reasons: str) -> None:
    assess_criterion(
        made, criterion=key, finding=finding, reasons=reasons, actor=Actor.of(made.assignee)
    )


def ask(made: Dossier, *items: tuple[str, str]) -> None:
    request_complements(
        made,
        items=items,
        due_on=timezone.localdate() + timedelta(days=30),
        actor=Actor.of(made.assignee),
    )


def badges(made: Dossier) -> dict[str, str]:
    """By principle, the words of its badge on the pages of the structure."""
    actor = Actor.of(factories.representative_of(made))
    return {each.status.key: each.badge[2] for each in summary_of(made, actor).standings}


def pages(made: Dossier) -> dict[str, Any]:
    """What the structure reads of it, page by page."""
    client = client_of(factories.representative_of(made))
    read = {name: client.get(url(name, made)).text for name in ("detail", "whole")}
    read |= {key: client.get(url("principle", made, key), follow=True).text for key in PrincipleKey}
    read["history"] = client.get(shared("history", made)).text
    read["home"] = client.get("/").text
    return read


def test_a_finding_being_written_is_shown_nowhere_to_the_structure() -> None:
    made = factories.dossier(S.UNDER_INSTRUCTION)
    assess(made, PLAN, Finding.NOT_ESTABLISHED, DRAFT)
    for name, page in pages(made).items():
        assert DRAFT not in page, name
        assert "on établi" not in page, name
    assert set(badges(made).values()) == {"Étayé par vous"}
    assert DRAFT in client_of(made.assignee).get(shared("history", made)).text


def test_what_was_found_is_told_with_the_request_and_on_the_principle_itself() -> None:
    made = factories.dossier(S.UNDER_INSTRUCTION)
    assess(made, PLAN, Finding.ESTABLISHED, FOUND)
    ask(made, (PRACTICES, "Dites lesquelles sont nouvelles."), ("", "Le PV signé."))
    assert badges(made) == {
        **dict.fromkeys(PrincipleKey.values, "Étayé par vous"),
        PLAN: "Établi",
        PRACTICES: "À préciser",
    }
    asked = made.complements.get(criterion=PRACTICES)
    read = pages(made)
    for name in ("detail", "home", PLAN):
        assert FOUND in read[name], name
    answer = f"{url('complements', made)}#demande-{asked.pk}"
    for name in ("detail", "home", PRACTICES):
        assert answer in read[name], name
        assert "Dites lesquelles sont nouvelles." in read[name], name
    assert "Répondre à cette demande" in read[PRACTICES]
    assert "Répondre à cette demande" not in read[PLAN]
    assert "Un principe sur six établi" in read["detail"]
    assert "À préciser\u00a0: Pratiques existantes." in read["detail"]


def test_what_is_written_after_the_answer_waits_for_the_next_time() -> None:
    made = factories.dossier(S.UNDER_INSTRUCTION)
    assess(made, PLAN, Finding.TO_CLARIFY, FOUND)
    ask(made, (PLAN, "Qui porte les actions ?"))
    representative = Actor.of(factories.representative_of(made))
    asked = made.complements.get()
    answer_complement(made, complement_id=asked.pk, answer="Noé.", actor=representative)
    perform(made, "resubmit", actor=representative)
    assess(made, PLAN, Finding.ESTABLISHED, DRAFT)
    assert badges(made)[PLAN] == "À préciser"
    assert "Voir votre réponse" in pages(made)[PLAN]
    assert not [name for name, page in pages(made).items() if DRAFT in page]
    perform(made, "withdraw", actor=representative)
    assert not [name for name, page in pages(made).items() if DRAFT in page]


@pytest.mark.parametrize("state", [S.ADMISSIBLE, S.IN_DELIBERATION, S.REFUSED, S.APPEALED])
def test_once_admissible_all_is_told(state: ApplicationState) -> None:
    made = factories.dossier(state)
    assert set(badges(made).values()) == {"Établi"}
    page = pages(made)["detail"]
    assert "Étayé par les pièces." in page
    assert ("Le comité a décidé autrement" in page) == (state in (S.REFUSED, S.APPEALED))


def test_a_principle_not_established_says_so_once_refused() -> None:
    made = factories.dossier(S.UNDER_INSTRUCTION)
    for key in PrincipleKey:
        assess(made, key, Finding.NOT_ESTABLISHED if key == PLAN else Finding.ESTABLISHED, FOUND)
    perform(made, "declare_admissible", actor=Actor.of(made.assignee))
    assert badges(made)[PLAN] == "Non établi"
    assert "Non établi\u00a0: Plan d’actions." in pages(made)["detail"]


@pytest.mark.parametrize("state", [S.DRAFT, S.COMMITTED, S.PRESENTED])
def test_what_is_not_filed_asks_no_query(state: ApplicationState) -> None:
    made = factories.dossier(state)
    with CaptureQueriesContext(connection) as captured:
        assert announced_to(made).at is None
    assert len(captured) == 0


def test_the_internal_bodies_told_are_not_asked_for_again() -> None:
    made = factories.dossier(S.COMMITTED)
    person = factories.representative_of(made)
    today = timezone.localdate()

    def hint() -> str:
        return {each.key: each.hint for each in principle_statuses(made)}[PrincipleKey.PRESENTATION]

    assert "l’information du CA, des salariés et du CSE." in hint()
    for body, left in (("board", "des salariés et du CSE"), ("staff", "du CSE")):
        describe_presentation(
            made,
            assembly=None,
            bodies={body: {"told_on": today, "not_applicable": ""}},
            actor=Actor.of(person),
        )
        assert hint().endswith(f"l’information {left}.")
    assert InternalPresentation.objects.filter(dossier=made).count() == 2
