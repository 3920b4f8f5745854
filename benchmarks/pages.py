"""The frame of the page benches: the server in a process of its own, and its CPU a request.

Ours and the floor are asked in turn of the same server over HTTP; the processor's time is the
server's own, so that a busy machine lengthens the wait and not the figure.
"""

import http.client
import os
import re
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test import Client

from benchmarks.measure import Figure, counted
from directory.people.models import User

ROUNDS, TIMES = 5, 10
MINIMAL, WRITE, CPU = "/bench/minimal/", "/bench/write/", "/bench/cpu/"
TOKEN = "b" * 32  # of a form: the cookie and the field only have to agree


@dataclass(frozen=True, slots=True)
class PageFigure(Figure):
    """A Figure of one page: `ratio` is of CPU, `per_second` what one processor would serve.

    `growth` is its ratio over that of its first size, where size matters (else both 0).
    """

    size: int = 0
    growth: float = 0


@dataclass(frozen=True, slots=True)
class Page:
    """What is asked: by whom, where, and for a form with what, in turn."""

    name: str
    person: User
    url: str
    data: tuple[dict[str, Any], ...] = ()
    size: int = 0


class Visitor:
    """One browser: a session, and one connection kept open."""

    def __init__(self, person: User, port: int) -> None:
        self.headers = {"Cookie": f"{cookie_of(person)}; {settings.CSRF_COOKIE_NAME}={TOKEN}"}
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def get(self, url: str) -> bytes:
        self.line.request("GET", url, headers=self.headers)
        return self._answer(url)

    def post(self, url: str, data: dict[str, Any]) -> bytes:
        headers = self.headers | {"Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({**data, "csrfmiddlewaretoken": TOKEN})
        self.line.request("POST", url, body=body, headers=headers)
        return self._answer(url)

    def _answer(self, url: str) -> bytes:
        response = self.line.getresponse()
        body = response.read()
        if response.status not in (200, 204, 302):
            raise RuntimeError(f"{url}: {response.status} {body[:300]!r}")
        return body


def cookie_of(person: User) -> str:
    """The cookie of a new session of `person`."""
    client = Client()
    client.force_login(person)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


@contextmanager
def served(*, embedded_worker: bool = False) -> Iterator[int]:
    """A server on the database of the bench; the port where it listens."""
    environment = os.environ | {
        "OSE_BENCH_SERVES": str(connection.settings_dict["NAME"]),
        "OSE_BENCH_WORKER": "1" if embedded_worker else "",
    }
    process = subprocess.Popen(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "serve", "--port", "0"],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None  # noqa: S101 - it is piped
            found = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
            if found is None:
                raise RuntimeError("the server did not start")
            yield int(found[1])
        finally:
            process.terminate()
            process.communicate()


def measure(page: Page, port: int) -> PageFigure:
    """The page beside the minimal one, asked by the same person of the same server."""
    visitor = Visitor(page.person, port)
    forms = cycle(page.data)

    def ours() -> None:
        if page.data:
            visitor.post(page.url, next(forms))
        else:
            visitor.get(page.url)

    def floor() -> None:
        visitor.get(MINIMAL)

    cpu_of(visitor, ours), cpu_of(visitor, floor)
    pairs = [(cpu_of(visitor, ours), cpu_of(visitor, floor)) for _ in range(ROUNDS)]
    return PageFigure(
        name=page.name,
        engine=connection.vendor,
        ratio=round(statistics.median(a / b for a, b in pairs), 2),
        sql=statements(page.person, page.url, forms if page.data else None),
        floor_sql=statements(page.person, MINIMAL, None),
        per_second=round(1 / statistics.median(a for a, _ in pairs), 1),
        floor_per_second=round(1 / statistics.median(b for _, b in pairs), 1),
        rounds=ROUNDS,
        size=page.size,
    )


def cpu_of(visitor: Visitor, run: Callable[[], None]) -> float:
    """Seconds of the server's processor that one of TIMES runs takes."""
    before = float(visitor.get(CPU))
    for _ in range(TIMES):
        run()
    return (float(visitor.get(CPU)) - before) / TIMES


def statements(person: User, url: str, forms: Iterator[dict[str, Any]] | None) -> int:
    client = Client()
    client.force_login(person)
    ask = (lambda: client.post(url, next(forms))) if forms else (lambda: client.get(url))
    ask()
    with counted() as counter:
        ask()
    return len(counter.statements)
