"""The real server, as people start it: pages, sockets, tasks and clock in one process."""

import base64
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django_tasks_db.models import DBTaskResult

from directory.models import User
from labelling.models import Dossier
from tests import factories
from workflows.management.commands.serve import free_port

MANAGE = str(settings.BASE_DIR / "manage.py")
# The demo as it is served, save the key that signed the sessions made by this test.
SETTINGS = 'from config.settings.demo import *\nSECRET_KEY = "test-only"\n'
COOKIE = settings.SESSION_COOKIE_NAME
TASKS = DBTaskResult._meta.db_table


class Site:
    """The server process on a free port, with its database in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "served_settings.py").write_text(SETTINGS)
        path = f"{folder}{os.pathsep}{settings.BASE_DIR}"
        with (folder / "errors.txt").open("w") as errors:
            self.process = subprocess.Popen(
                [sys.executable, MANAGE, "serve", "--port", "0"],
                env={
                    **os.environ,
                    "DJANGO_SETTINGS_MODULE": "served_settings",
                    "OSE_VAR": str(folder),
                    "PYTHONPATH": path,
                },
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self.port = 0

    def wait(self) -> None:
        """Until it says where it listens."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                self.port = int(found[1])
                return
        raise AssertionError(self.errors)

    @property
    def errors(self) -> str:
        return (self.folder / "errors.txt").read_text()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str) -> tuple[int, str, bytes]:
        with urllib.request.urlopen(self.address + path, timeout=20) as answer:  # noqa: S310 - our own
            return answer.status, answer.headers["Content-Type"], answer.read()

    def query(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.folder / "db.sqlite3", timeout=10)) as database:
            rows = database.execute(statement, values).fetchall()
            database.commit()
        return rows

    def open_socket(self, *, origin: str, cookie: str) -> tuple[int, socket.socket]:
        """Ask for the bell's socket; return the status of the answer, and the line."""
        line = socket.create_connection(("127.0.0.1", self.port), timeout=10)
        key = base64.b64encode(os.urandom(16)).decode()
        request = [
            "GET /ws/cloche/ HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Origin: {origin}",
            f"Cookie: {COOKIE}={cookie}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
        ]
        line.sendall(("\r\n".join(request) + "\r\n\r\n").encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += line.recv(1)
        return int(answer.split()[1]), line

    def interrupt(self) -> int:
        """Ctrl-C; return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(20)


def read_text_frame(line: socket.socket) -> str:
    """One short text frame from a server (RFC 6455, 5.2): unmasked, under 126 bytes."""
    first, length = line.recv(1)[0], line.recv(1)[0]
    assert first == 0x81
    assert length < 126
    content = b""
    while len(content) < length:
        content += line.recv(length - len(content))
    return content.decode()


def eventually(condition: Callable[[], bool], *, within: float = 15) -> None:
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.1)


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
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(tmp_path / "db.sqlite3")])
    found = Site(tmp_path)
    with found.process:
        try:
            found.wait()
            yield found
        finally:
            found.process.kill()


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

    assert site.interrupt() == 0
    assert "Traceback" not in site.errors


def test_a_port_already_taken_is_said_in_french():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Le port {port} est déjà pris") as refusal:
            free_port("127.0.0.1", port)
    assert refusal.value.returncode == 1


def test_port_zero_is_a_free_one():
    port = free_port("127.0.0.1", 0)
    assert port > 0
    assert free_port("127.0.0.1", port) == port


@pytest.mark.django_db
def test_a_database_that_lacks_a_migration_is_not_served():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'notifications'")
    with pytest.raises(CommandError, match=r"manage\.py migrate"):
        call_command("serve", "--port", "0")
