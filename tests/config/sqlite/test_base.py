"""Those who write one SQLite database from one process, each with a connection of their own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from config.sqlite.turns import turns_of
from directory.people.models import User
from tests.factories import user
from tests.threads import eventually

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL locks rows"),
]


def rename(name: str) -> None:
    User.objects.update(first_name=name)


def rename_twice(name: str) -> None:
    with transaction.atomic():
        rename(name)
        rename(name)


def elsewhere(pool: ThreadPoolExecutor, call: Callable[[], Any]):
    def run() -> None:
        try:
            call()
        finally:
            connection.close()

    return pool.submit(run)


def waiting(number: int) -> bool:
    return len(turns_of[str(connection.settings_dict["NAME"])]) == number


def turn_is_free() -> bool:
    turns = turns_of[str(connection.settings_dict["NAME"])]
    free = turns.take(within=0)
    if free:
        turns.give_back()
    return free


@pytest.mark.parametrize("write", [rename, rename_twice])
def test_writers_go_in_the_order_in_which_they_came(write):
    user()
    with ThreadPoolExecutor(4) as pool, transaction.atomic():
        for number in range(4):
            elsewhere(pool, partial(write, str(number)))
            eventually(partial(waiting, number + 1))
        rename("first")

    assert User.objects.get().first_name == "3"


def leave_it_broken() -> None:
    with suppress(IntegrityError), transaction.atomic():
        User.objects.create(email=User.objects.get().email)


def leave_it_written_out() -> None:
    with connection.cursor() as cursor:
        cursor.execute("BEGIN EXCLUSIVE")
        rename("Sacha")
        cursor.execute("COMMIT")


def leave_it_dropped() -> None:
    with transaction.atomic():
        rename("lost")
        connection.close()


@pytest.mark.parametrize("leave", [leave_it_broken, leave_it_dropped, leave_it_written_out])
def test_a_transaction_leaves_its_turn_however_it_ends(leave):
    user(first_name="Alix")
    with ThreadPoolExecutor(1) as pool:
        elsewhere(pool, leave).result(timeout=30)

    assert turn_is_free()
    rename("Noé")

    assert User.objects.get().first_name == "Noé"


def test_reading_waits_for_nobody():
    user()
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        rename("Noé")
        elsewhere(pool, User.objects.get).result(timeout=10)


def test_a_turn_that_never_comes_is_a_database_that_is_locked(monkeypatch):
    user()
    with ThreadPoolExecutor(1) as pool, transaction.atomic():

        def in_vain() -> None:
            monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0)
            rename("Noé")

        with pytest.raises(DatabaseError, match="locked"):
            elsewhere(pool, in_vain).result(timeout=30)
