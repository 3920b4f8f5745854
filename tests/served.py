"""The real server in a process of its own, as people start it, on a copy of the test database."""

import base64
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

MANAGE = str(settings.BASE_DIR / "manage.py")
# The demo as it is served, save the key that signed the sessions made by this test.
SETTINGS = 'from config.settings.demo import *\nSECRET_KEY = "test-only"\n'
COOKIE = settings.SESSION_COOKIE_NAME


class Site:
    """The server process on a free port, with its database in `folder` and settings changed."""

    def __init__(self, folder: Path, **changes: object) -> None:
        self.folder = folder
        lines = [f"{name} = {value!r}\n" for name, value in changes.items()]
        (folder / "served_settings.py").write_text(SETTINGS + "".join(lines))
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
    def said(self) -> str:
        """The rest of what it said, once it has ended."""
        assert self.process.stdout is not None
        return self.process.stdout.read()

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
        line = self.connect()
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

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def end(self, by: signal.Signals = signal.SIGINT) -> int:
        """Ctrl-C, or another signal; return the exit code."""
        self.process.send_signal(by)
        return self.process.wait(20)


@contextmanager
def served(folder: Path, **changes: object) -> Iterator[Site]:
    """A server on a copy, in `folder`, of what the test database holds."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(folder / "db.sqlite3")])
    site = Site(folder, **changes)
    with site.process:
        try:
            site.wait()
            yield site
        finally:
            site.process.kill()
