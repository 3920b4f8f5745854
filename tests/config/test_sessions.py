"""What a page asks of its session: the answer is Django's, and its question is written once."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.sessions import SessionStore

pytestmark = pytest.mark.django_db


def kept(**values: Any) -> str:
    """The key of a new session that holds `values`."""
    session = SessionStore()
    session.update(values)
    session.create()
    assert session.session_key
    return session.session_key


@pytest.mark.parametrize("store", [SessionStore, db.SessionStore])
def test_it_is_read_as_it_was_written(store: Any) -> None:
    key = kept(words="été", number=3)
    session = store(key)
    assert dict(session.items()) == {"words": "été", "number": 3}
    assert session.session_key == key


@pytest.mark.parametrize("store", [SessionStore, db.SessionStore])
def test_one_that_has_ended_is_empty_and_has_no_key(store: Any) -> None:
    key = kept(words="été")
    with time_machine.travel(timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE + 1)):
        session = store(key)
        assert not dict(session.items())
        assert session.session_key is None


@pytest.mark.parametrize("store", [SessionStore, db.SessionStore])
@pytest.mark.parametrize("key", ["k" * 32, "é" * 40, "'; --" * 8])
def test_one_that_never_was_is_empty_and_has_no_key(store: Any, key: str) -> None:
    session = store(key)
    assert not dict(session.items())
    assert session.session_key is None


@pytest.mark.parametrize("forged", [r'"aaaaaaaa\000aaaaaaaa"', '"é' + "a" * 5_000 + '"'])
def test_a_forged_cookie_opens_what_is_public_and_nothing_else(forged: str) -> None:
    client = Client(raise_request_exception=False)
    cookies = f"{settings.SESSION_COOKIE_NAME}={forged}; {settings.CSRF_COOKIE_NAME}={forged}"
    for name, status in (("directory:register", 200), ("workflows:inbox", 302)):
        assert client.get(reverse(name), headers={"cookie": cookies}).status_code == status


def test_one_whose_content_was_altered_is_empty() -> None:
    key = kept(words="été")
    Session.objects.filter(pk=key).update(session_data="eyJhbHRlcmVkIjp0cnVlfQ:1:altered")
    assert not dict(SessionStore(key).items())
