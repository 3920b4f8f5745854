"""What serves and works is not kept waiting by the database; what migrates has its time."""

import pytest
from django.conf import settings as site
from django.db import OperationalError, connection
from django.db.backends.signals import connection_created

from workflows.background import limits

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no such limits"),
]


def current() -> dict[str, str]:
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY(%s)",
            [list(site.OSE_DATABASE_LIMITS)],
        )
        return dict(cursor.fetchall())


@pytest.fixture
def limited():
    """As in a process that serves."""
    limits.limit_statements()
    yield
    connection_created.disconnect(dispatch_uid="workflows.background.limits")
    connection.close()


@pytest.fixture
def unlimited():
    """As in a command; another test of this process may have loaded what serves."""
    known = connection_created.receivers
    connection_created.disconnect(dispatch_uid="workflows.background.limits")
    yield
    connection_created.receivers = known
    connection.close()


@pytest.mark.usefixtures("unlimited")
def test_a_command_has_all_its_time():
    assert set(current().values()) == {"0"}


@pytest.mark.usefixtures("limited")
def test_what_serves_is_limited_as_the_settings_say():
    assert current() == {
        "statement_timeout": "30s",
        "lock_timeout": "10s",
        "idle_in_transaction_session_timeout": "1min",
    }


@pytest.mark.usefixtures("limited")
def test_what_takes_too_long_is_cancelled(settings):
    settings.OSE_DATABASE_LIMITS = {"statement_timeout": "50ms"}
    connection.close()
    with connection.cursor() as cursor, pytest.raises(OperationalError, match="timeout"):
        cursor.execute("SELECT pg_sleep(5)")
