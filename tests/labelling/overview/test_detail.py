"""Every page of the structure opens in every state, and costs the same however much there is."""

from typing import Any

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.charters.enums import PrincipleKey
from directory.joining.operations.requests import request_to_join
from directory.memberships.enums import MembershipRole
from directory.people.models import User
from labelling.dossiers.models import Dossier
from labelling.evidence.operations import write_evidence
from labelling.instruction.enums import ApplicationState
from labelling.instruction.reading.diagram import MAIN_PATH, state_diagram
from labelling.overview.home import structure_home_context
from tests import factories, sanctions
from tests.files import pdf
from tests.labelling.browsing import client_of, shared, url
from workflows.actors import Actor
from workflows.correspondence.operations import attach, post_message
from workflows.pages.cases.history import moves_of

pytestmark = pytest.mark.django_db

PAGES = ["detail", "sign", "commitments", "presentation", "complements", "appeal"]


def contributor_of(made: Dossier) -> User:
    person = factories.user("Alix", "Renaud")
    factories.membership(person, made.organisation, MembershipRole.CONTRIBUTOR)
    return person


def home(person: User) -> str:
    request = RequestFactory().get("/")
    request.user = person
    context = structure_home_context(person)
    return render_to_string("labelling/home_structure.html", context, request)


@pytest.mark.parametrize("state", list(ApplicationState))
def test_every_page_opens_in_every_state(state: ApplicationState) -> None:
    made = factories.dossier(state)
    for person in (factories.representative_of(made), contributor_of(made)):
        client = client_of(person)
        for name in [*PAGES, "withdraw"]:
            assert client.get(url(name, made)).status_code == 200, name
        for key in PrincipleKey:
            assert client.get(url("principle", made, key), follow=True).status_code == 200
        assert made.organisation.name in home(person)


def test_the_home_shows_requests_to_join_to_who_answers_and_to_who_asked() -> None:
    made = factories.dossier()
    person = factories.user("Nina", "Robin")
    factories.membership(person, factories.organisation("Le Fournil"))
    request_to_join(
        organisation=made.organisation,
        user=person,
        role=MembershipRole.CONTRIBUTOR,
        function="Bénévole",
    )
    answers = home(factories.representative_of(made))
    assert "Une demande d’accès à traiter" in answers
    assert "Nina Robin" in answers
    assert "d’accès" not in home(contributor_of(made))
    waits = home(person)
    assert "Votre demande attend une réponse" in waits
    assert made.organisation.name in waits


@pytest.mark.parametrize("state", list(ApplicationState))
def test_the_diagram_says_where_the_dossier_is(state: ApplicationState) -> None:
    made = factories.dossier(state)
    diagram = state_diagram(made, moves_of(made))
    here = [node for node in [*diagram.main, *diagram.side] if node.status == "here"]
    assert [node.value for node in here] == [state]
    drawn = {node.value for node in [*diagram.main, *diagram.side]}
    assert {end for edge in diagram.edges for end in edge[:2]} <= drawn
    done = [node.value for node in diagram.main if node.status == "done"]
    assert done == list(MAIN_PATH[: len(done)]), "the path behind has no hole"


def test_an_adjourned_dossier_is_back_in_instruction() -> None:
    made = factories.dossier(ApplicationState.IN_DELIBERATION)
    factories.decide("adjourn")(made, factories.representative_of(made))
    diagram = state_diagram(made, moves_of(made))
    status = {node.value: node.status for node in [*diagram.main, *diagram.side]}
    assert status["to_complete"] == "here"
    assert status["under_instruction"] == "done"
    assert status["admissible"] == "todo"


def test_who_may_not_file_still_reads_what_is_missing_and_who_may() -> None:
    made = factories.dossier(ApplicationState.PRESENTED)
    client = client_of(contributor_of(made))
    page = client.get(url("detail", made))
    assert "voir ce qui manque encore" in page.text
    assert "peuvent le faire\u00a0: Dominique Lebreton." in page.text
    factories.fill(made, factories.representative_of(made))
    ready = client.get(url("detail", made))
    assert ready.context["step"].url == url("check", made)
    assert "Dominique Lebreton" in ready.context["step"].text
    assert reverse("labelling:transition", args=[made.pk, "submit"]) not in ready.text


def test_the_cress_reads_its_own_page_of_the_same_dossier() -> None:
    made = factories.dossier(ApplicationState.UNDER_INSTRUCTION)
    page = client_of(made.assignee).get(url("detail", made))
    assert "labelling/instruction_detail.html" in [item.name for item in page.templates]
    assert client_of(made.assignee).get(shared("history", made)).status_code == 200
    assert client_of(made.assignee).get(url("commitments", made)).status_code == 403


def test_what_a_label_is_worth_is_said_as_in_the_register() -> None:
    made = factories.dossier(ApplicationState.VALIDATED)
    client = client_of(factories.representative_of(made))
    assert client.get(url("detail", made)).context["summary"].validity.word == "Valide"
    label = made.organisation.recognitions.get()
    sanctions.suspend(label, reason="Un motif")
    assert client.get(url("detail", made)).context["summary"].validity.word == "Suspendu"


def test_a_closed_dossier_awaits_no_answer_any_more() -> None:
    made = factories.dossier(ApplicationState.CLOSED)
    client = client_of(factories.representative_of(made))
    for name in ("detail", "complements"):
        page = client.get(url(name, made)).text
        assert "Sans réponse" in page
        assert "ttendue</span>" not in page


def test_whoever_has_no_dossier_is_offered_the_first_step() -> None:
    organisation = factories.organisation()
    member = factories.representative(organisation)
    assert reverse("labelling:open", args=[organisation.pk]) in home(member)
    nobody = client_of(factories.user())
    assert reverse("directory:declare") in nobody.get(reverse("labelling:list")).text


def add_a_lot(made: Dossier, person: User) -> None:
    for number in range(12):
        post_message(made, author=person, body=f"Message {number}", uploads=[pdf()])
        attach(made, slot="principle:practices", upload=pdf(f"{number}.pdf"), by=person)
        write_evidence(
            made, principle="practices", text=f"Version {number}", actor=Actor.of(person)
        )


def queries(client: Any, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    ("page", "budget"),
    [
        ("labelling:detail", 50),
        ("workflows:history", 21),
        ("workflows:messages", 20),
        ("workflows:files", 20),
    ],
)
def test_a_page_costs_no_more_however_much_the_dossier_holds(page: str, budget: int) -> None:
    """That of the history costs less: a page that one record fills reads one table."""
    made = factories.dossier(ApplicationState.PRESENTED)
    person = factories.representative_of(made)
    post_message(made, author=person, body="Bonjour", uploads=[pdf()])
    attach(made, slot="principle:practices", upload=pdf(), by=person)
    write_evidence(made, principle="practices", text="Début", actor=Actor.of(person))
    client, address = client_of(person), reverse(page, args=[made.pk])
    before = queries(client, address)
    add_a_lot(made, person)
    assert queries(client, address) <= before <= budget


def test_the_list_costs_the_same_with_many_dossiers_and_goes_on() -> None:
    person = factories.user()
    address = reverse("labelling:list")

    def add(number: int) -> None:
        for _ in range(number):
            organisation = factories.organisation()
            factories.membership(person, organisation)
            factories.dossier(org=organisation)

    add(2)
    client = client_of(person)
    few = queries(client, address)
    add(28)
    assert queries(client, address) == few <= 12
    first = client.get(address)
    rest = client.get(first.context["page"].pager.next)
    shown = [dossier.pk for page in (first, rest) for dossier, *_ in page.context["rows"]]
    assert len(shown) == len(set(shown)) == 30
    assert not rest.context["page"].pager.next
