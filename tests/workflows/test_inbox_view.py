"""« Mes tâches »: what one is asked for, soonest first, at the same cost for ten or a thousand."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory.people.models import User
from labelling.dossiers.models import Dossier
from tests import factories
from workflows.models import Case, Process, Task
from workflows.presentation.links import case_url

pytestmark = pytest.mark.django_db
URL = "/taches/"


@pytest.fixture
def instructor() -> User:
    return factories.instructor()


@pytest.fixture
def inbox(client: Client, instructor: User) -> Client:
    client.force_login(instructor)
    return client


def many(number: int) -> None:
    """As many submitted cases, in bulk: only the list is under test."""
    model = Dossier.objects.get()
    task = Task.objects.open().order_by("pk")[0]
    cases = Case.objects.bulk_create(
        Case(kind=model.kind, title=f"Structure {index}", opened_at=timezone.now())
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


def due(dossier: Dossier, **delta: float) -> None:
    moment = timezone.now() + timedelta(**delta)
    Task.objects.open().filter(process__case_id=dossier.pk).update(due_at=moment)


def test_a_task_says_what_and_where(inbox):
    dossier = factories.dossier("submitted")
    text = inbox.get(URL).content.decode()
    assert "Prendre en charge" in text
    assert dossier.title in text
    assert str(dossier.reference) in text
    assert f'href="{dossier.get_absolute_url()}"' in text


def test_it_leaves_when_it_is_done_and_is_nobody_else_s(inbox, client):
    dossier = factories.dossier("under_instruction")
    assert "Rien ne vous attend" in inbox.get(URL).content.decode()
    client.force_login(dossier.assignee)
    assert "Instruire le dossier" in client.get(URL).content.decode()


def test_the_soonest_comes_first_and_lateness_is_in_words(inbox):
    names = [("Tranquille", 20), ("En retard", -2), ("Bientôt", 3)]
    for name, days in names:
        dossier = factories.dossier("submitted", org=factories.organisation(name))
        due(dossier, days=days, hours=1)
    text = inbox.get(URL).content.decode()
    assert text.index("En retard") < text.index("Bientôt") < text.index("Tranquille")
    assert "2\u00a0jours de retard" in text
    assert "il reste 3\u00a0jours" in text
    assert "il reste 20" not in text
    assert text.count("o-badge") == 2


def test_a_request_without_deadline_comes_last(client):
    dossier = factories.dossier("draft")
    client.force_login(factories.representative_of(dossier))
    text = client.get(URL).content.decode()
    assert "Signer la charte OSE" in text
    assert "sans échéance" in text


def test_the_list_costs_the_same_at_any_length(inbox):
    factories.dossier("submitted")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert inbox.get(URL).status_code == 200
        return len(captured)

    many(10)
    few = queries()
    many(990)
    assert queries() == few <= 12


def test_a_thousand_tasks_come_by_pages(inbox):
    factories.dossier("submitted")
    many(60)
    pages = [inbox.get(URL, {"page": number}).content.decode() for number in (1, 2, 3, 4)]
    assert [page.count("Prendre en charge") for page in pages] == [25, 25, 11, 0]
    assert "page=2" in pages[0]
    assert "Page suivante" not in pages[2]


def test_a_visitor_signs_in_first(client):
    response = client.get(URL)
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


def test_the_url_of_a_case_needs_no_query(django_assert_num_queries):
    dossier = factories.dossier("draft")
    case = Case.objects.get(pk=dossier.pk)
    with django_assert_num_queries(0):
        assert case_url(case) == dossier.get_absolute_url()
