"""A hostile suite: undefined template variables fail, warnings are errors, proofs are checked.

And rows that nobody ordered come in no order.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import connection
from django.template import engines

from tests.examples import examples
from tests.intact import prove_every_history
from tests.migrated import migrated_once
from tests.questions import compare_again, policies_compared
from tests.shuffling import shuffle_from, unordered_rows_shuffled
from workflows.background.outages import Outage
from workflows.live import pings

# A loaded machine is no defect: time limits per example would make the suite flaky.
hypothesis.settings.register_profile("ose", deadline=None, max_examples=examples(60))
hypothesis.settings.load_profile("ose")

DatabaseOperations: Any = type(connection.ops)
_sql_flush = DatabaseOperations.sql_flush
# Django fills these after each flush as after a migration, and always in the same way.
KEPT = ("auth_permission", "django_content_type", "django_site")


class UndefinedVariable(AssertionError):
    """A template names a variable that its view does not give."""


class Undefined(str):
    """What Django formats when a variable is missing: here, an error."""

    def __mod__(self, variable: object) -> str:
        raise UndefinedVariable(f"undefined template variable: {variable}")

    def __contains__(self, text: object) -> bool:
        return text == "%s"


def sql_flush_append_only(
    self: Any, style: Any, tables: Sequence[str], **options: Any
) -> list[str]:
    """Empty the tables of a transactional test, those that are append-only as well.

    On PostgreSQL without TRUNCATE: it makes the files of every table anew, for a few rows.
    """
    tables = [table for table in tables if table not in KEPT]
    if self.connection.vendor == "postgresql":
        deletes = [f"DELETE FROM {self.quote_name(table)};" for table in tables]
        return [" ".join(["SET LOCAL session_replication_role = replica;", *deletes])]
    with self.connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
    lift = [f'DROP TRIGGER "{name}"' for name, _ in triggers]
    restore = [sql for _, sql in triggers]
    return [*lift, *_sql_flush(self, style, tables, **options), *restore]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, among the transactional tests, which come last, and among the others.

    A worker that has done all its tests takes from the others', but none that has begun.
    """
    items.sort(key=lambda item: (_is_transactional(item), not _is_long(item)))


def _is_long(item: pytest.Item) -> bool:
    return any(name in item.nodeid for name in ("a_thousand_days", "pairs_at_once"))


def _is_transactional(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    return marker is not None and bool(marker.kwargs.get("transaction"))


@pytest.fixture(scope="session", autouse=True)
def _hostile_templates() -> None:
    engine = engines["django"].engine  # type: ignore[attr-defined]
    engine.string_if_invalid = Undefined("undefined")


@pytest.fixture(scope="session", autouse=True)
def _flushable_history() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush_append_only)
        patch.setattr(flush, "emit_post_migrate_signal", lambda *args, **options: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _shuffled_rows() -> Iterator[None]:
    with unordered_rows_shuffled():
        yield


@pytest.fixture(scope="session", autouse=True)
def _compared_policies() -> Iterator[None]:
    with policies_compared():
        yield


@pytest.fixture(autouse=True)
def _policies_compared_again() -> None:
    compare_again()


@pytest.fixture(autouse=True)
def _nothing_cached() -> None:
    """All tests come from one address: what one of them spends of a limit is not another's."""
    cache.clear()


@pytest.fixture(autouse=True)
def _replayed_shuffle(request: pytest.FixtureRequest) -> None:
    """A test that fails fails again with the `--randomly-seed` that its run printed."""
    seed = getattr(request.config.option, "randomly_seed", 0)
    shuffle_from(f"{seed} {request.node.nodeid}")


@pytest.fixture(scope="session", autouse=True)
def _unflushed_files() -> Iterator[None]:
    """Nobody needs a test's files after a crash: none waits for the disk."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _media() -> Iterator[None]:
    yield
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> Iterator[None]:
    """What is decided of the test databases before they are made: each is a copy."""
    with migrated_once():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Also end, before the database is dropped, what sockets left open in threads of their own.

    PostgreSQL drops no database that somebody is connected to.
    """
    yield
    if connection.vendor != "postgresql":
        return
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def _nothing_is_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test found to be down is up again for the next."""
    monkeypatch.setattr(pings, "outage", Outage("the channel layer"))


@pytest.fixture(autouse=True)
def _intact_history(request: pytest.FixtureRequest) -> Iterator[None]:
    """After every test that used the database, every chain holds, unless it says it breaks."""
    marked = request.node.get_closest_marker
    if not marked("django_db") or marked("breaks_history"):
        yield
        return
    request.getfixturevalue("_django_db_helper")  # set up before us, so it ends after
    yield
    if not (connection.needs_rollback or connection.closed_in_transaction):
        prove_every_history()
