"""The real server, as people start it: pages, sockets, tasks and clock in one process."""

import json
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest
from django.db import connection
from django.test import Client
from django_tasks_db.models import DBTaskResult

from directory.people.models import User
from labelling.dossiers.models import Dossier
from tests import factories
from tests.served import COOKIE, Site, served
from tests.threads import eventually

TASKS = DBTaskResult._meta.db_table


def read_text_frame(line: socket.socket) -> str:
    """One short text frame from a server (RFC 6455, 5.2): unmasked, under 126 bytes."""
    first, length = line.recv(1)[0], line.recv(1)[0]
    assert first == 0x81
    assert length < 126
    content = b""
    while len(content) < length:
        content += line.recv(length - len(content))
    return content.decode()


@pytest.fixture
def submitted() -> tuple[Dossier, User, str]:
    """A submitted dossier, an instructor to be told of it, and their signed-in session."""
    instructor = factories.instructor()
    dossier = factories.dossier("submitted")
    client = Client()
    client.force_login(instructor)
    return dossier, instructor, client.cookies[COOKIE].value


@pytest.fixture
def site(submitted: tuple[Dossier, User, str], tmp_path: Path) -> Iterator[Site]:
    """A server on a copy of what `submitted` made."""
    with served(tmp_path) as found:
        yield found


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the embedded server is SQLite's")
def test_one_process_serves_pages_sockets_and_tasks(submitted, site):
    dossier, instructor, cookie = submitted

    status, _, page = site.get("/compte/login/")
    assert status == 200
    assert "<h1" in page.decode()
    assert site.get("/static/ose/bell.js")[1].startswith("text/javascript")

    # The tasks enqueued before it started are done, and their e-mails written.
    waiting = f"SELECT count(*) FROM {TASKS} WHERE status <> 'SUCCESSFUL'"
    eventually(lambda: site.query(waiting) == [(0,)])
    mails = "".join(path.read_text() for path in (site.folder / "mails").iterdir())
    assert instructor.email in mails
    assert f"http://127.0.0.1:8000{dossier.get_absolute_url()}" in mails

    for origin in ("https://evil.example", "null"):
        refused, line = site.open_socket(origin=origin, cookie=cookie)
        line.close()
        assert refused == 403

    # A task that another thread runs rings a socket that this process holds, at once.
    accepted, line = site.open_socket(origin=site.address, cookie=cookie)
    assert accepted == 101
    site.query(
        f"UPDATE {TASKS} SET status = 'READY'"
        " WHERE json_extract(args_kwargs, '$.kwargs.event.name') = 'dossier.submit'"
    )
    line.settimeout(5)
    ping = json.loads(read_text_frame(line))
    line.close()
    assert ping == {"kind": "labelling.dossier", "id": dossier.pk, "state": "submitted"}

    assert site.end() == 0
    assert "Traceback" not in site.errors


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the embedded server is SQLite's")
def test_it_logs_an_error_and_ends_on_a_signal_whatever_is_open(submitted, site):
    _, _, cookie = submitted
    site.query("ALTER TABLE directory_recognition RENAME TO lost")
    with pytest.raises(HTTPError) as failure:
        site.get("/registre/")
    assert failure.value.code == 503
    assert "Le site est indisponible" in failure.value.read().decode()
    assert "ERROR django.request: Service Unavailable: /registre/" in site.errors
    assert "no such table: directory_recognition" in site.errors

    accepted, line = site.open_socket(origin=site.address, cookie=cookie)
    assert accepted == 101
    with line, site.connect() as silent, site.connect() as half_said:
        half_said.sendall(b"GET /sante/ HTTP/1.1\r\n")
        assert site.end(signal.SIGTERM) == 0
        assert silent.recv(1) == b""
    assert "OSE est arrêté." in site.said
