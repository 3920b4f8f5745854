"""Whose sessions sockets have: asked for all at once, and as strictly as a page asks."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from workflows.live.people import people_of

User: Any = get_user_model()
pytestmark = pytest.mark.django_db


def session_of(user: Any) -> str:
    client = Client()
    client.force_login(user)
    key: str = client.session.session_key or ""
    return key


def keys_and_people(number: int) -> dict[str, Any]:
    return {session_of(user): user for user in (factories.user() for _ in range(number))}


def test_each_session_gives_its_person() -> None:
    opened = keys_and_people(3)
    assert people_of([*opened, "unknown", ""]) == opened


def test_as_many_queries_for_twenty_as_for_one() -> None:
    def queries(keys: list[str]) -> int:
        with CaptureQueriesContext(connection) as captured:
            people_of(keys)
        return len(captured)

    opened = list(keys_and_people(20))
    assert queries(opened) == queries(opened[:1]) == 2


def ended(key: str, user: Any) -> None:
    Session.objects.filter(pk=key).update(expire_date=timezone.now())


def deleted(key: str, user: Any) -> None:
    Session.objects.filter(pk=key).delete()


def inactive(key: str, user: Any) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def other_password(key: str, user: Any) -> None:
    user.set_password("une-autre-phrase-de-passe")
    user.save()


@pytest.mark.parametrize("lose", [ended, deleted, inactive, other_password])
def test_a_session_that_opens_no_page_gives_nobody(lose: Any) -> None:
    opened = keys_and_people(2)
    (key, user), (other, kept) = opened.items()
    lose(key, user)
    assert people_of([key, other]) == {other: kept}
