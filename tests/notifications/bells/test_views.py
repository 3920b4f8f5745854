"""The bell's pages: what one was told, and the figure."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory.people.models import User
from notifications.bells.counts import unread_count
from notifications.bells.models import Notification
from tests import factories
from workflows.presentation.french import MOST_COUNTED

pytestmark = pytest.mark.django_db


def tell(user: User, number: int = 1, **fields: Any) -> list[Notification]:
    values = {"title": "Votre dossier est déposé", "url": "/taches/", **fields}
    start = Notification.objects.count()
    return Notification.objects.bulk_create(
        Notification(
            user=user, event_key=f"test:{start + index}", created_at=timezone.now(), **values
        )
        for index in range(number)
    )


@pytest.fixture
def user() -> User:
    return factories.user()


@pytest.fixture
def page(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def test_one_reads_one_s_own_notifications_only(page, user):
    tell(user, title="À moi")
    tell(factories.user(), title="À un autre")
    text = page.get(reverse("notifications:list")).content.decode()
    assert "À moi" in text
    assert "À un autre" not in text


def test_an_empty_list_says_why(page):
    assert "Aucune notification" in page.get(reverse("notifications:list")).content.decode()


def test_opening_reads_and_leads_there(page, user):
    [found] = tell(user)
    response = page.get(found.get_absolute_url())
    assert response.status_code == 302
    assert response["Location"] == "/taches/"
    found.refresh_from_db()
    assert found.read_at is not None
    assert unread_count(user) == 0


@pytest.mark.parametrize("method", ["get", "post"])
def test_another_s_notification_does_not_exist(page, method):
    [found] = tell(factories.user())
    name = "notifications:open" if method == "get" else "notifications:read"
    assert getattr(page, method)(reverse(name, args=[found.pk])).status_code == 404
    found.refresh_from_db()
    assert found.read_at is None


def test_marking_one_then_all_as_read(page, user):
    first, *_ = tell(user, 3)
    others = tell(factories.user())
    page.post(reverse("notifications:read", args=[first.pk]))
    assert unread_count(user) == 2
    page.post(reverse("notifications:read_all"))
    assert unread_count(user) == 0
    assert unread_count(others[0].user) == 1


def test_reading_twice_keeps_the_first_moment(page, user):
    [found] = tell(user)
    page.get(found.get_absolute_url())
    found.refresh_from_db()
    first = found.read_at
    page.get(found.get_absolute_url())
    found.refresh_from_db()
    assert found.read_at == first


@pytest.mark.parametrize(("number", "shown"), [(0, "hidden>0<"), (3, ">3<"), (120, ">99+<")])
def test_the_figure_on_the_bell(page, user, number, shown):
    tell(user, number)
    response = page.get(reverse("notifications:count"))
    assert shown in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def test_the_figure_is_the_same_on_a_page_and_where_its_script_asks(page, user):
    tell(user, 120)
    assert ">99+<" in page.get(reverse("workflows:inbox")).content.decode()


def test_the_figure_is_counted_no_further_than_it_shows(user):
    tell(user, MOST_COUNTED + 50)
    assert unread_count(user) == MOST_COUNTED + 1


def test_the_list_costs_the_same_at_any_length(page, user):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert page.get(reverse("notifications:list")).status_code == 200
        return len(captured)

    tell(user, 10)
    few = queries()
    tell(user, 990)
    assert queries() == few <= 12


def test_pages_follow_each_other(page, user):
    tell(user, 30)
    url = reverse("notifications:list")
    assert "?page=2" in page.get(url).content.decode()
    assert f'rel="prev" href="{url}"' in page.get(url, {"page": 2}).content.decode()
    assert page.get(url, {"page": "99"}).status_code == 200
    for wrong in ("0", "-1", "x", "99999999999"):
        assert page.get(url, {"page": wrong}).status_code == 404


@pytest.mark.parametrize("name", ["list", "count", "preferences"])
def test_a_visitor_signs_in_first(client, name):
    response = client.get(reverse(f"notifications:{name}"))
    assert response.status_code == 302
    assert "/compte/" in response["Location"]
