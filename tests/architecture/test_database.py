"""What the database itself guarantees."""

import pytest
from django.core.management import call_command
from django.db import connection

from committee.voting.models import Decision
from directory.charters.models import Principle, Signature
from workflows.history import audited_models
from workflows.models import Message

pytestmark = pytest.mark.django_db


def test_migrations_say_what_the_models_say() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


# What is written once: the histories, and the records that are facts by themselves.
APPEND_ONLY = [
    *(model.history.model for model in audited_models()),
    Decision,
    Message,
    Principle,
    Signature,
]


@pytest.mark.parametrize("model", APPEND_ONLY, ids=lambda model: model._meta.label)
def test_every_table_of_facts_has_its_triggers(model) -> None:
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT count(*) FROM pg_trigger WHERE tgrelid = %s::regclass "
                "AND tgname IN ('append_only', 'append_only_whole')",
                [table],
            )
            assert cursor.fetchone()[0] == 2
        else:
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
                [table],
            )
            assert cursor.fetchone()[0] == 3


def test_sqlite_waits_for_its_turn() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("SQLite only")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        assert cursor.fetchone()[0] == "wal"
        cursor.execute("PRAGMA foreign_keys")
        assert cursor.fetchone()[0] == 1
    # django-stubs leave it out.
    assert connection.transaction_mode == "IMMEDIATE"  # type: ignore[attr-defined]
