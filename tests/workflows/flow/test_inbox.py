"""« Mes tâches »: what one is asked for, soonest first, at the same cost for ten or a thousand."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import factories
from tests.toys import making
from tests.toys.enums import RepairState
from tests.toys.inputs import PartAwaited
from tests.toys.models import Repair
from workflows.actors import Actor
from workflows.engine import perform
from workflows.flow.inbox import inbox_lines, number_waiting
from workflows.models import Case, Process, Task
from workflows.policies import keys_of
from workflows.presentation.links import case_url

pytestmark = pytest.mark.django_db
URL = "/taches/"


@pytest.fixture
def mender() -> Any:
    return factories.user("Sacha", "Guérin")


@pytest.fixture
def inbox(client: Client, mender: Any) -> Client:
    client.force_login(mender)
    return client


def entrusted(mender: Any, title: str = "Une brouette") -> Repair:
    """A repair that `mender` is asked to do."""
    repair = making.repair(RepairState.ASKED, title)
    repair.invited.add(mender)
    perform(repair, "take_charge", actor=Actor.of(mender))
    return repair


def many(number: int) -> None:
    """As many cases that ask the same, in bulk: only the list is under test."""
    model = Repair.objects.get()
    task = Task.objects.open().order_by("pk")[0]
    cases = Case.objects.bulk_create(
        Case(kind=model.kind, title=f"Brouette {index}", opened_at=timezone.now())
        for index in range(number)
    )
    processes = Process.objects.bulk_create(
        Process(case=case, flow_class=task.process.flow_class) for case in cases
    )
    Task.objects.bulk_create(
        Task(
            process=process,
            flow_task=task.flow_task,
            token=task.token,
            audience=task.audience,
            asks=task.asks,
            due_at=task.due_at,
        )
        for process in processes
    )


def due(repair: Repair, **delta: float) -> None:
    moment = timezone.now() + timedelta(**delta)
    Task.objects.open().filter(process__case_id=repair.pk).update(due_at=moment)


def test_who_holds_a_thousand_keys_is_asked_the_same(inbox, mender):
    entrusted(mender)
    few = keys_of(mender)
    many_keys = few | {f"member:{number}" for number in range(10**6, 10**6 + 1000)}
    assert len(inbox_lines(few, size=10)) == number_waiting(few, most=10) == 1
    assert inbox_lines(many_keys, size=10) == inbox_lines(few, size=10)
    assert number_waiting(many_keys, most=10) == 1


def test_a_task_says_what_and_where(inbox, mender):
    repair = entrusted(mender)
    text = inbox.get(URL).text
    assert "Réparer" in text
    assert repair.title in text
    assert str(repair.reference) in text
    assert f'href="{repair.get_absolute_url()}"' in text


def test_it_leaves_when_it_is_done_and_is_nobody_else_s(inbox, mender, client):
    repair = entrusted(mender)
    part_due_on = timezone.localdate() + timedelta(days=9)
    perform(repair, "ask_for_part", actor=Actor.of(mender), data=PartAwaited(part_due_on))
    assert "Rien ne vous attend" in inbox.get(URL).text
    client.force_login(repair.owner)
    assert "Apporter la pièce" in client.get(URL).text


def test_the_soonest_comes_first_and_lateness_is_in_words(inbox, mender):
    for title, days in [("Tranquille", 20), ("En retard", -2), ("Bientôt", 3)]:
        due(entrusted(mender, title), days=days)
    text = inbox.get(URL).text
    assert text.index("En retard") < text.index("Bientôt") < text.index("Tranquille")
    assert "2\u00a0jours de retard" in text
    assert "il reste 3\u00a0jours" in text
    assert "il reste 20" not in text
    assert text.count("o-badge") == 2


def test_a_request_without_deadline_comes_last(inbox, mender):
    later = entrusted(mender, "Un jour")
    Task.objects.open().filter(process__case_id=later.pk).update(due_at=None)
    entrusted(mender, "Tranquille")
    text = inbox.get(URL).text
    assert text.index("Tranquille") < text.index("Un jour") < text.index("sans échéance")


def test_the_list_costs_the_same_at_any_length(inbox, mender):
    entrusted(mender)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert inbox.get(URL).status_code == 200
        return len(captured)

    many(10)
    few = queries()
    many(990)
    assert queries() == few <= 12


def test_a_thousand_tasks_come_by_pages(inbox, mender):
    entrusted(mender)
    many(60)
    pages = [inbox.get(URL, {"page": number}).text for number in (1, 2, 3, 4)]
    assert [page.count(">Réparer<") for page in pages] == [25, 25, 11, 0]
    assert "page=2" in pages[0]
    assert "Page suivante" not in pages[2]


def test_a_visitor_signs_in_first(client):
    response = client.get(URL)
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


def test_the_url_of_a_case_needs_no_query(django_assert_num_queries):
    repair = making.repair()
    case = Case.objects.get(pk=repair.pk)
    with django_assert_num_queries(0):
        assert case_url(case) == repair.get_absolute_url()
