"""`manage.py serve`: what it refuses before it has begun."""

import socket

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from workflows.management.commands.serve import listen


def test_a_port_already_taken_is_said_in_french():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Le port {port} est déjà pris") as refusal:
            listen("127.0.0.1", port)
    assert refusal.value.returncode == 1


def test_port_zero_is_a_free_one_and_it_is_held():
    with listen("127.0.0.1", 0) as line:
        port = line.getsockname()[1]
        assert port > 0
        with pytest.raises(CommandError):
            listen("127.0.0.1", port)


@pytest.mark.django_db
def test_a_database_that_lacks_a_migration_is_not_served():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'notifications'")
    with pytest.raises(CommandError, match=r"manage\.py migrate"):
        call_command("serve", "--port", "0")
