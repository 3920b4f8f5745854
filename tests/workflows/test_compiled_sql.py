"""Questions written once: they give what the queryset would, whoever asks and whenever."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import CharField, DateTimeField, QuerySet
from django.test.utils import CaptureQueriesContext

from tests.toys import making
from tests.toys.enums import RepairState
from workflows.compiled_sql import Given, Question, Statement
from workflows.models import Counter, Task

pytestmark = pytest.mark.django_db
SERIES = [f"D-{year}" for year in range(2020, 2030)]


@pytest.fixture(autouse=True)
def _counted() -> None:
    Counter.objects.bulk_create(
        Counter(series=series, last=rank) for rank, series in enumerate(SERIES)
    )


def asked() -> tuple[Question, list[Any]]:
    """The counters from a rank on, and what was written to ask for them."""
    written: list[Any] = []

    def write(most: int) -> "QuerySet[Any, Any]":
        written.append(most)
        found = Counter.objects.filter(last__gte=Given("rank")).order_by("last")
        return found.values_list("series", "last")[:most]

    return Question(write), written


def test_a_question_is_written_once_a_shape() -> None:
    question, written = asked()
    assert question.rows(2, rank=3) == [(SERIES[3], 3), (SERIES[4], 4)]
    assert question.rows(2, rank=8) == [(SERIES[8], 8), (SERIES[9], 9)]
    assert question.rows(1, rank=8) == [(SERIES[8], 8)]
    assert question.rows(2, rank=10) == []
    assert written == [2, 1]


def test_each_asking_is_one_query() -> None:
    question, _ = asked()
    with CaptureQueriesContext(connection) as captured:
        question.rows(2, rank=3)
        question.count(2, rank=3)
    assert len(captured.captured_queries) == 2


def test_a_count_goes_no_further_than_the_limit() -> None:
    question, _ = asked()
    assert question.count(4, rank=0) == 4
    assert question.count(4, rank=9) == 1
    assert question.count(4, rank=10) == 0


def test_what_is_given_stands_anywhere_among_the_parameters() -> None:
    named = Given("series", CharField())
    question = Question(
        lambda: (
            Counter.objects.exclude(last=4)
            .filter(series__in=[named, "D-2024", "D-2025"], last__lt=Given("most"))
            .order_by("series")
            .values_list("series", flat=True)
        )
    )
    assert question.rows(series="D-2021", most=9) == [("D-2021",), ("D-2025",)]
    assert question.rows(series="D-2025", most=5) == []


def test_values_are_stored_and_read_as_the_fields_say() -> None:
    """A moment and the name of a node: neither is what the database holds, on SQLite at least."""
    making.repair(RepairState.ASKED)
    moment = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    Task.objects.open().update(due_at=moment)
    question = Question(
        lambda: (
            Task.objects.open()
            .filter(due_at__lte=Given("moment", DateTimeField()))
            .order_by("pk")
            .values_list("flow_task", "due_at")
        )
    )
    expected = list(Task.objects.open().order_by("pk").values_list("flow_task", "due_at"))
    assert expected
    assert question.rows(moment=moment) == expected
    assert question.rows(moment=moment - timedelta(seconds=1)) == []


def test_objects_come_with_what_is_selected_beside_them() -> None:
    made = making.repair(RepairState.ASKED)
    question = Question(
        lambda: (
            Task.objects.filter(process__case_id=Given("case"))
            .select_related("process__case")
            .prefetch_related("process__task_set")
            .order_by("pk")
        )
    )
    expected = list(Task.objects.filter(process__case_id=made.pk).order_by("pk"))
    assert expected
    with CaptureQueriesContext(connection) as captured:
        found = question.objects(case=made.pk)
        assert found == expected
        assert {task.process.case.pk for task in found} == {made.pk}
        assert found[0] in found[0].process.task_set.all()
    assert len(captured.captured_queries) == 2  # that of the tasks, and the prefetch
    assert question.first(case=made.pk) == expected[0]
    assert question.objects(case=made.pk) == expected
    assert question.objects(case=0) == []
    assert question.first(case=0) is None


def test_whether_there_is_one_is_asked_without_reading_any() -> None:
    question, _ = asked()
    assert question.exists(2, rank=9)
    assert not question.exists(2, rank=10)


def test_a_question_that_nothing_answers_is_not_asked() -> None:
    question = Question(lambda: Counter.objects.filter(series__in=[]))
    with CaptureQueriesContext(connection) as captured:
        assert question.objects() == []
        assert question.count() == 0
        assert not question.exists()
    assert not captured.captured_queries


def test_what_a_question_always_says_may_hold_any_sign() -> None:
    said = "100 % d’« eux », à l'%s \\ près"
    Counter.objects.create(series=said, last=77)
    question = Question(
        lambda: Counter.objects.filter(series=said, last=Given("last")).values_list("series")
    )
    assert question.rows(last=77) == [(said,)]
    assert question.rows(last=78) == []


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite keeps plans of its own")
def test_it_is_planned_with_what_it_always_says() -> None:
    """Else the plan for any value would know of no partial index."""
    question = Question(
        lambda: (
            Task.objects.filter(status="NEW", process__case_id=Given("case"))
            .order_by("pk")
            .values_list("pk")
        )
    )
    for case in (1, 2, 2**40):
        question.rows(case=case)
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement, parameter_types::text FROM pg_prepared_statements")
        prepared = [row for row in cursor.fetchall() if "workflows_task" in row[0]]
    assert len(prepared) == 1
    statement, types = prepared[0]
    assert "'NEW'" in statement
    assert types == "{bigint}"


def test_a_statement_of_our_own_is_asked_like_a_question() -> None:
    table = connection.ops.quote_name(Counter._meta.db_table)
    statement = Statement(
        f"SELECT series FROM {table} WHERE last = %s AND series LIKE 'D-%%'",
        [Given("last")],
    )
    assert statement.run(last=3) == [(SERIES[3],)]
    assert statement.run(last=4) == [(SERIES[4],)]
