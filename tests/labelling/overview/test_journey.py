"""What a structure is told of where its dossier stands: one date, its session, its end."""

import re
from datetime import datetime, time, timedelta

import pytest
import time_machine
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from directory.people.models import User
from labelling.dossiers.models import Dossier
from labelling.evidence.models import AssemblyPresentation
from labelling.instruction.enums import ApplicationState
from labelling.overview.home import structure_home_context
from labelling.overview.summary import summary_of
from tests import factories
from tests.committee import making
from tests.files import pdf
from tests.labelling.browsing import client_of, url
from workflows.actors import Actor
from workflows.correspondence.operations import attach
from workflows.engine import perform
from workflows.flow.inbox import waiting_for
from workflows.models import ScanStatus
from workflows.presentation.french import format_date, format_long_date

pytestmark = pytest.mark.django_db
ENDED = [ApplicationState.REFUSED, ApplicationState.WITHDRAWN, ApplicationState.CLOSED]


def home(person: User) -> str:
    request = RequestFactory().get("/")
    request.user = person
    context = structure_home_context(person)
    return render_to_string("labelling/home_structure.html", context, request)


def steps(made: Dossier) -> list[tuple[str, str, str]]:
    summary = summary_of(made, Actor.of(factories.representative_of(made)))
    return [(step.label, step.note, step.status) for step in summary.steps]


@pytest.mark.parametrize("state", [ApplicationState.SUBMITTED, ApplicationState.UNDER_INSTRUCTION])
def test_the_instruction_has_one_date_whoever_is_asked(state: ApplicationState) -> None:
    made = factories.dossier(state)
    task = waiting_for(made.pk)
    assert task is not None
    assert task.due_at is not None
    assert timezone.localdate(task.due_at) == made.instruction_due_on


def test_a_last_day_is_a_day_on_which_one_may_still_act() -> None:
    made = factories.dossier(ApplicationState.TO_COMPLETE)
    person = factories.representative_of(made)
    assert made.complements_due_on is not None
    last_day = f"au plus tard le {format_date(made.complements_due_on)}"
    client = client_of(person)
    day = f"Jusqu’au <strong>{format_long_date(made.complements_due_on)}</strong>"
    assert day in client.get(url("detail", made)).text
    assert last_day.capitalize() in client.get(url("principle", made, "action_plan")).text
    inbox = re.sub(r"<[^>]+>", "", client.get(reverse("workflows:inbox")).text)
    assert last_day in inbox
    assert "au plus tard le" in client.get(reverse("labelling:list")).text


@pytest.mark.parametrize("state", [ApplicationState.ADMISSIBLE, ApplicationState.APPEALED])
def test_a_structure_is_told_the_day_of_its_session(state: ApplicationState) -> None:
    committee, made = making.committee(), factories.dossier(state)
    person = factories.representative_of(made)
    client = client_of(person)
    assert "à sa prochaine séance" in home(person)
    assert ("Comité", "une à deux séances par an", "here") in steps(made)
    making.item(committee, making.planned(committee, in_days=20), made)
    day = timezone.localdate() + timedelta(days=20)
    page = client.get(url("detail", made)).text
    for shown in (home(person), page):
        assert f"à sa séance du {format_long_date(day)}" in shown
    assert f"<b>Le comité</b>. À l’ordre du jour de la séance du {format_long_date(day)}." in page
    assert ("Comité", f"séance du {format_date(day)}", "here") in steps(made)
    with time_machine.travel(timezone.now() + timedelta(days=21)):
        assert "à sa prochaine séance" in home(person)


@pytest.mark.parametrize("state", ENDED)
def test_a_dossier_that_ended_shows_where_it_stopped(state: ApplicationState) -> None:
    made = factories.dossier(state)
    shown = steps(made)
    (stopped,) = [step for step in shown if step[2] == "stop"]
    assert stopped[0] == {"refused": "Comité", "closed": "Instruction"}.get(
        state, "Présentation en AG"
    )
    ended = made.closed_at or made.decided_on
    assert ended is not None
    assert stopped[1] == f"Dossier {made.state_info.label.lower()} le {format_date(ended)}"
    after = shown[shown.index(stopped) + 1 :]
    assert {step[1:] for step in after} == {("", "todo")}
    assert 'class="is-stop" aria-current="step"' in home(factories.representative_of(made))


@pytest.mark.parametrize(
    ("state", "stopped_at"),
    [
        (ApplicationState.DRAFT, "Signature de la charte"),
        (ApplicationState.COMMITTED, "Présentation en AG"),
        (ApplicationState.UNDER_INSTRUCTION, "Instruction"),
        (ApplicationState.TO_COMPLETE, "Instruction"),
        (ApplicationState.ADMISSIBLE, "Comité"),
        (ApplicationState.APPEALED, "Comité"),
    ],
)
def test_a_dossier_given_up_stops_at_the_step_it_was_left_at(
    state: ApplicationState, stopped_at: str
) -> None:
    made = factories.dossier(state)
    perform(made, "withdraw", actor=Actor.of(factories.representative_of(made)))
    shown = steps(made)
    assert [label for label, _, status in shown if status == "stop"] == [stopped_at]
    assert {
        status
        for _, _, status in shown[: shown.index(next(step for step in shown if step[2] == "stop"))]
    } <= {"done"}


def test_an_adjourned_dossier_that_is_closed_stops_at_its_instruction() -> None:
    made = factories.dossier(ApplicationState.IN_DELIBERATION)
    factories.decide("adjourn")(made, factories.representative_of(made))
    perform(made, "withdraw", actor=Actor.of(factories.representative_of(made)))
    assert ("Instruction", "stop") in [(label, status) for label, _, status in steps(made)]


def test_an_appeal_takes_the_path_up_again() -> None:
    assert [step[2] for step in steps(factories.dossier(ApplicationState.APPEALED))] == [
        *["done"] * 4,
        "here",
        "todo",
    ]


def test_an_appeal_is_a_way_on_until_its_last_day() -> None:
    made = factories.dossier(ApplicationState.REFUSED)
    assert made.appealable_until is not None
    person = factories.representative_of(made)

    def offered() -> bool:
        page = client_of(person).get(url("detail", made)).text
        return "Autres suites possibles&nbsp;: En recours" in page

    last_day = timezone.make_aware(datetime.combine(made.appealable_until, time(12)))
    with time_machine.travel(last_day):
        assert offered()
    with time_machine.travel(last_day + timedelta(days=1)):
        assert not offered()


def test_what_can_no_longer_be_done_is_not_asked_for() -> None:
    made = factories.dossier(ApplicationState.WITHDRAWN)
    client = client_of(factories.representative_of(made))
    for name, extra in (("detail", []), ("principle", ["practices"]), ("presentation", [])):
        page = client.get(url(name, made, *extra)).text
        assert "Non étayé" in page
        assert "Il manque" not in page
        assert "À faire</span>" not in page


def test_before_the_assembly_what_it_asks_for_comes_first() -> None:
    made = factories.dossier(ApplicationState.COMMITTED)
    person = factories.representative_of(made)
    summary = summary_of(made, Actor.of(person))
    assert {item.code for item in summary.missing} == {
        "no_assembly",
        "no_minutes",
        "board_not_told",
        "staff_not_told",
        "works_council_not_told",
    }
    assert "practices_missing" in {item.code for item in summary.later}
    assert "presentation_missing" not in {item.code for item in summary.later}
    for page in (home(person), client_of(person).get(url("detail", made)).text):
        assert page.count("Il manque la date et les présents de l’AG") == 1, "said once"
        assert page.count("Il manque une description de quelques lignes et une pièce.") == 5
        assert "Ce qui manque" not in page
        assert page.count("Enregistrer la présentation en AG") == 0


def test_what_no_line_says_is_said_apart() -> None:
    made = factories.dossier(ApplicationState.PRESENTED)
    person = factories.representative_of(made)
    infected = attach(made, slot="principle:practices", upload=pdf("plan.pdf"), by=person)
    infected.scan = ScanStatus.INFECTED
    infected.save()
    summary = summary_of(made, Actor.of(person))
    assert [item.code for item in summary.besides] == ["file_not_clean"]
    assert "practices_missing" in {item.code for item in summary.missing}
    for page in (home(person), client_of(person).get(url("detail", made)).text):
        assert 'id="ce-qui-manque"' in page
        assert page.count("plan.pdf\u00a0» a été refusée") == 1


def test_once_the_assembly_is_described_its_own_button_comes() -> None:
    made = factories.dossier(ApplicationState.COMMITTED)
    person = factories.representative_of(made)
    factories.describe_assembly(made, person)
    assert AssemblyPresentation.objects.filter(dossier=made).exists()
    page = home(person)
    assert "Ce qui manque pour enregistrer l’AG" not in page
    assert "À faire" in page
    assert reverse("labelling:transition", args=[made.pk, "record_presentation"]) in page


@pytest.mark.parametrize(
    ("state", "stopped_at"),
    [
        (ApplicationState.PRESENTED, "Dépôt du dossier"),
        (ApplicationState.UNDER_INSTRUCTION, "Instruction"),
        (ApplicationState.TO_COMPLETE, "Instruction"),
        (ApplicationState.ADMISSIBLE, "Comité"),
        (ApplicationState.IN_DELIBERATION, "Comité"),
    ],
)
def test_a_dossier_given_up_shows_the_step_it_had_come_to(
    state: ApplicationState, stopped_at: str
) -> None:
    made = factories.dossier(state)
    perform(made, "withdraw", actor=Actor.of(factories.representative_of(made)))
    assert [label for label, _, status in steps(made) if status == "stop"] == [stopped_at]
