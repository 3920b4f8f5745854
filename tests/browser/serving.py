"""The whole site on the test database: pages, sockets, static files and the worker, in threads.

The stack is the one of `manage.py serve` (uvicorn, the embedded worker, the bound live loop), in
this process, so that the suite stays hostile: an undefined template variable fails here too.
"""

import asyncio
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from typing import TypeVar

from django.core import mail
from django.core.mail import EmailMessage
from django_tasks_db.models import DBTaskResult

from config.asgi import application
from workflows.background.loops import running, task_loops
from workflows.live import pings
from workflows.live.server import server
from workflows.management.commands.serve import listen

HOST = "127.0.0.1"
PATIENCE = 10.0
LINK = re.compile(r"https?://\S+")
Found = TypeVar("Found")


def eventually(look: Callable[[], Found], *, what: str, within: float = PATIENCE) -> Found:
    """What `look` returns as soon as it is true; AssertionError after `within` seconds."""
    limit = time.monotonic() + within
    while not (found := look()):
        assert time.monotonic() < limit, f"waited {within} s for {what}"
        time.sleep(0.05)
    return found


@dataclass(frozen=True)
class Site:
    """The running site, at `url`, without a slash at the end; `loop` serves it."""

    url: str
    loop: asyncio.AbstractEventLoop

    def letter(self, to: str, about: str) -> EmailMessage:
        """The last e-mail to `to` whose subject contains `about`, once the worker has sent it."""

        def sent() -> list[EmailMessage]:
            return [one for one in mail.outbox if to in one.to and about in str(one.subject)]

        return eventually(sent, what=f"an e-mail to {to} about « {about} »")[-1]

    def link_in(self, letter: EmailMessage) -> str:
        """The first link of an e-mail, on this site."""
        found = LINK.search(str(letter.body))
        assert found, letter.body
        return self.url + "/" + found[0].split("/", 3)[3]

    def settled(self) -> None:
        """Return once the outbox is empty."""
        ready = DBTaskResult.objects.ready
        eventually(lambda: not ready().exists(), what="an empty outbox")


@cache
def start() -> Site:
    """Serve on a free port until the process ends; once, for the application outlives each test."""
    line = listen(HOST, 0)
    loops: list[asyncio.AbstractEventLoop] = []
    ready = threading.Event()

    def started() -> None:
        loops.append(asyncio.get_running_loop())
        ready.set()

    site = server(application, ready=started)
    run = partial(site.run, sockets=[line])
    threading.Thread(target=run, name="site", daemon=True).start()
    assert ready.wait(PATIENCE), "the site did not start"
    return Site(f"http://{HOST}:{line.getsockname()[1]}", loops[0])


@contextmanager
def at_work(site: Site) -> Iterator[None]:
    """The live loop bound and the workers running, as beside a real server."""
    pings.bind(site.loop)
    with running(task_loops(), stop_within=PATIENCE):
        try:
            yield
        finally:
            pings.bind(None)
