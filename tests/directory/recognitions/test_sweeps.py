"""The door for many writes what the door for one does, and refuses as it does."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from directory.recognitions.models import Recognition
from directory.recognitions.operations import apply_time, due_by_time
from directory.removals.models import LogoRemoval
from tests import factories, sanctions
from tests.directory.making import label, many_like, noon
from tests.intact import prove_every_history
from tests.toys import making
from tests.toys.enums import RepairState
from tests.toys.models import Repair
from workflows import engine
from workflows.actors import Actor
from workflows.engine import perform
from workflows.history import history_model, next_row
from workflows.lifecycles import Lifecycle
from workflows.models import Case, Counter, Process, Task
from workflows.sweeping.doors import create_all, perform_all
from workflows.verdicts import Refusal, Stale

pytestmark = pytest.mark.django_db

TICK = Actor.system("tick")
GRANTED, RENEWED = date(2024, 2, 29), date(2026, 11, 3)
LAST_DAY = date(2027, 2, 28)
# Keys that the database gives, and moments of the machine: no two doings have the same.
GIVEN = {"id", "history_id", "case_ptr_id", "process_id", "token", "created", "started", "finished"}
GIVEN |= {"enqueued_at", "from_task_id", "to_task_id"}
WRITTEN = [
    Recognition,
    history_model(Recognition),
    LogoRemoval,
    history_model(LogoRemoval),
    Repair,
    history_model(Repair),
    Case,
    Counter,
    Process,
    Task,
    Task.previous.through,
    DBTaskResult,
]
# And what follows from the key of an object that is new.
OF_NEW = {
    LogoRemoval: {"history_head"},
    history_model(LogoRemoval): {"digest"},
    Process: {"case_id"},
}
Act = Callable[[], list[Any]]


def rows_of(model: type[models.Model]) -> list[Any]:
    """The rows, without what no two doings share."""
    given = GIVEN | OF_NEW.get(model, set())
    return sorted(
        sorted((key, str(value)) for key, value in row.items() if key not in given)
        for row in model._base_manager.values()
    )


def doing(act: Act) -> tuple[list[Any], dict[str, Any]]:
    """What `act` gives, and all the rows once it is done; it is undone."""
    with transaction.atomic():
        DBTaskResult.objects.all().delete()
        given = act()
        events = DBTaskResult.objects.values_list("args_kwargs", flat=True)
        told = sorted(
            (event["kwargs"]["event"]["name"], event["kwargs"]["event"]["state"])
            for event in events
        )
        written = {model._meta.label: rows_of(model) for model in WRITTEN}
        written[DBTaskResult._meta.label] = told
        transaction.set_rollback(True)
    return given, written


def answers(cases: Sequence[Lifecycle], name: str, day: date) -> tuple[Act, Act]:
    """The two doors, each on its own reading of `cases`."""
    model: Any = type(cases[0])

    def read() -> list[Any]:
        return [model.objects.get(pk=case.pk) for case in cases]

    def one_by_one() -> list[str]:
        said = []
        for case in read():
            try:
                perform(case, name, actor=TICK, at=noon(day))
                said.append("")
            except Refusal as refusal:
                said.append(repr(refusal))
        return said

    def at_once() -> list[str]:
        given = perform_all(read(), name, actor=TICK, at=noon(day))
        return ["" if refusal is None else repr(refusal) for refusal in given]

    return one_by_one, at_once


@pytest.fixture
def labels() -> list[Recognition]:
    """Labels in all that time meets: running, renewed, suspended, ended, with a logo to remove."""
    found = [label(factories.organisation(), GRANTED) for _ in range(4)]
    _running, renewed, suspended, shown = found
    renewal = label(renewed.organisation, RENEWED)
    for one in (suspended, shown):
        sanctions.suspend(one, reason="Écart majeur.", at=noon(date(2026, 11, 20)))
    ended = label(factories.organisation(), GRANTED)
    perform(
        ended,
        "renounce",
        actor=Actor.of(factories.representative(ended.organisation)),
        at=noon(RENEWED),
    )
    return [*found, renewal, ended, label(factories.organisation(), RENEWED)]


@pytest.mark.parametrize("name", ["start", "renew", "resume", "expire"])
@pytest.mark.parametrize("day", [LAST_DAY, LAST_DAY + timedelta(days=400)], ids=str)
def test_many_at_once_write_what_each_alone_does(
    labels: list[Recognition], name: str, day: date
) -> None:
    one_by_one, at_once = answers(labels, name, day)
    assert doing(at_once) == doing(one_by_one)


def test_a_flow_moves_as_it_does_for_one() -> None:
    repairs = [making.repair(RepairState.WAITING) for _ in range(2)]
    one_by_one, at_once = answers(repairs, "lapse", date(2100, 1, 1))
    assert doing(at_once) == doing(one_by_one)


def test_births_begin_their_course_as_one_does() -> None:
    expired = [label(factories.organisation(), GRANTED) for _ in range(2)]
    apply_time(noon(LAST_DAY + timedelta(days=1)))
    removals = list(LogoRemoval.objects.filter(recognition__in=expired))
    assert {task.asks for task in Task.objects.open()} == {"prove"}
    assert [removal.history.get().transition for removal in removals] == ["ask", "ask"]
    prove_every_history()


def test_what_was_read_before_is_refused_as_stale(labels: list[Recognition]) -> None:
    running = labels[0]
    before = Recognition.objects.get(pk=running.pk)
    at = noon(LAST_DAY + timedelta(days=1))
    perform(running, "expire", actor=TICK, at=at)
    [answer] = perform_all([before], "expire", actor=TICK, at=at)
    assert isinstance(answer, Stale)


def test_what_is_given_is_brought_up_to_date(labels: list[Recognition]) -> None:
    running = labels[0]
    perform_all([running], "expire", actor=TICK, at=noon(LAST_DAY + timedelta(days=1)))
    assert running.state == "expired"
    assert running.history_head == running.history.latest("history_id").digest


def test_a_case_is_there_once_and_nothing_is_said_of_one(labels: list[Recognition]) -> None:
    with pytest.raises(ValueError, match="twice"):
        perform_all([labels[0], labels[0]], "expire", actor=TICK, at=noon(LAST_DAY))
    with pytest.raises(TypeError):
        perform_all(labels[:1], "suspend", actor=TICK, at=noon(LAST_DAY))


def test_one_that_is_gone_leaves_the_others(labels: list[Recognition]) -> None:
    gone = Recognition(pk=10**9, state="active")
    with pytest.raises(Recognition.DoesNotExist):
        perform_all([labels[0], gone], "expire", actor=TICK, at=noon(date(2030, 1, 1)))
    labels[0].refresh_from_db()
    assert labels[0].state == "active"


def test_a_birth_begins_in_the_state_of_its_law(labels: list[Recognition]) -> None:
    with pytest.raises(ValueError, match="begins in"):
        create_all(labels[:1], actor=TICK, action="grant", at=noon(LAST_DAY))


def test_thirty_cost_the_statements_of_three() -> None:
    spent = []
    for count in (1, 3, 30):  # the first begins the series of numbers
        ending = [label(factories.organisation(), GRANTED) for _ in range(count)]
        with CaptureQueriesContext(connection) as queries:
            counts = apply_time(noon(LAST_DAY + timedelta(days=1)))
        assert counts["expired"] == len(ending)
        spent.append(len(queries))
    assert spent[1] == spent[2]


@pytest.mark.breaks_history
def test_what_is_due_is_found_without_reading_what_runs() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL would rather read so small a table whole")
    many_like(label(factories.organisation(), GRANTED), 3000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plans = [sweep.rows.explain() for sweep in due_by_time(noon(GRANTED + timedelta(days=9)))]
    assert plans
    assert not [plan for plan in plans if "SCAN directory_recognition" in plan]


def test_a_sweep_that_fails_is_done_one_by_one(
    labels: list[Recognition], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad = labels[0]

    def failing(instance: Any, **words: Any) -> Any:
        if instance == bad:
            raise ValueError("a broken row")
        return next_row(instance, **words)

    monkeypatch.setattr(engine, "next_row", failing)
    counts = apply_time(noon(LAST_DAY + timedelta(days=1)))
    assert (counts["failed"], counts["renewed"], counts["started"]) == (1, 1, 1)
    assert "a broken row" in caplog.text
