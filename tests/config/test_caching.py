"""Redis down: signing in and resetting go on, and attempts are still counted."""

import os
import time
from collections.abc import Iterator
from typing import Any

import pytest
import redis
from django.core.cache import cache, caches
from django.core.cache.backends.locmem import LocMemCache
from django.test import Client
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.caching import PatientRedisCache
from tests import factories
from tests.silence import refusing, silent
from workflows.background.outages import Outage

WAIT = 0.3


def patient(port: int, **options: Any) -> dict[str, Any]:
    return {
        "BACKEND": "config.caching.PatientRedisCache",
        "LOCATION": f"redis://127.0.0.1:{port}/0",
        "OPTIONS": {
            "socket_connect_timeout": WAIT,
            "socket_timeout": WAIT,
            "retry": Retry(NoBackoff(), 1),
            **options,
        },
    }


@pytest.fixture(autouse=True)
def _fresh(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(PatientRedisCache, "outage", Outage("the cache"))
    yield
    LocMemCache("redis-is-down", {}).clear()


@pytest.fixture(params=[refusing, silent])
def down(request: pytest.FixtureRequest, settings: Any) -> Iterator[None]:
    """The site, whose Redis is not there, or says nothing."""
    with request.param() as port:
        settings.CACHES = {"default": patient(port)}
        yield


@pytest.mark.usefixtures("down")
def test_what_the_cache_does_it_still_does_without_redis(caplog: Any) -> None:
    start = time.monotonic()
    cache.set("seen", 1, 60)
    assert cache.get("seen") == 1
    assert cache.incr("seen") == 2
    assert cache.add("seen", 5) is False
    assert cache.get_or_set("other", "words") == "words"
    assert cache.get_many(["seen", "other", "none"]) == {"seen": 2, "other": "words"}
    assert cache.touch("seen", 60)
    assert "seen" in cache
    cache.delete_many(["seen", "other"])
    assert cache.get("seen") is None
    # Each of them would wait without the pause: once, with its second try.
    assert time.monotonic() - start < 4 * WAIT
    assert caplog.text.count("the cache does not answer") == 1


@pytest.mark.usefixtures("down")
def test_another_thread_reads_the_same_memory() -> None:
    cache.set("seen", 1, 60)
    assert caches.create_connection("default").get("seen") == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("down")
def test_signing_in_and_resetting_go_on_and_attempts_are_counted(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/m/ip"}
    factories.user("Léa", "Blin")
    client = Client(REMOTE_ADDR="192.0.2.7")
    wrong = {"login": "lea.blin@exemple.fr", "password": "pas le bon"}
    pages = [client.post("/compte/login/", wrong) for _ in range(5)]
    assert {page.status_code for page in pages} == {200}
    assert "Trop d’essais" not in pages[0].text
    assert "Trop d’essais" in pages[-1].text
    reset = client.post("/compte/password/reset/", {"email": wrong["login"]})
    assert reset.status_code == 302


@pytest.mark.services
def test_redis_that_is_up_is_what_is_used(settings: Any) -> None:
    address = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/5")
    settings.CACHES = {"default": patient(0) | {"LOCATION": address, "KEY_PREFIX": "ose-test"}}
    cache.set("seen", "words", 10)
    assert cache.get("seen") == "words"
    assert redis.Redis.from_url(address).delete("ose-test:1:seen") == 1
