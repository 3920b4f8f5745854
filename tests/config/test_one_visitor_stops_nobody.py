"""A promise, measured: whatever one visitor sends, `/sante/` answers within 250 ms at p95.

On the embedded default, in a process of its own. It runs alone (`alone`), and each attack has up to
three rounds: a machine that was busy for a second proves nothing.
"""

import asyncio
import base64
import os
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests import factories
from tests.files import pdf_bytes
from tests.served import COOKIE, served

pytestmark = [
    pytest.mark.alone,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the embedded server is SQLite's"),
]
WITHIN = 0.25  # seconds, at p95
ROUNDS = 3
LASTS = 1.0  # seconds that an attack is kept up
MIB = 1024 * 1024
TOKEN = "t" * 32
FIELD = 'Content-Disposition: form-data; name="{}"'
BOUNDARY = "part"


@dataclass(frozen=True)
class Visitor:
    """Somebody at the other end of a raw line, who reads `page` and may send `messages` files."""

    port: int
    cookie: str
    page: str
    messages: str

    def head(self, method: str, path: str, *more: str) -> bytes:
        lines = [
            f"{method} {path} HTTP/1.1",
            f"Host: 127.0.0.1:{self.port}",
            f"Cookie: {COOKIE}={self.cookie}; csrftoken={TOKEN}",
            *more,
        ]
        return "\r\n".join([*lines, "", ""]).encode()

    async def open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def ask(self, *parts: bytes) -> int:
        """Send `parts`, read all of the answer, return its status."""
        reader, writer = await self.open()
        for part in parts:
            writer.write(part)
            await writer.drain()
        answer = await reader.read()
        writer.close()
        return int(answer.split()[1])

    async def get(self, path: str) -> int:
        return await self.ask(self.head("GET", path, "Connection: close"))

    async def post(self, content: bytes) -> int:
        """Send the form with files, its body being `content`."""
        head = self.head(
            "POST",
            self.messages,
            "Connection: close",
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}",
            f"Content-Length: {len(content)}",
        )
        blocks = (content[at : at + 65536] for at in range(0, len(content), 65536))
        return await self.ask(head, *blocks)


def form(file: bytes) -> bytes:
    """A message with one file, as a browser sends it."""
    fields = {"csrfmiddlewaretoken": TOKEN, "body": "Voici la pièce."}
    parts = [f"{FIELD.format(name)}\r\n\r\n{value}" for name, value in fields.items()]
    parts.append(f'{FIELD.format("uploads")}; filename="a.pdf"\r\n\r\n')
    start = "".join(f"--{BOUNDARY}\r\n{part}\r\n" for part in parts).encode()[:-2]
    return start + file + f"\r\n--{BOUNDARY}--\r\n".encode()


async def together(asked: Iterable[Awaitable[int]]) -> set[int]:
    return set(await asyncio.gather(*asked))


def newlines(size: int) -> Callable[[Visitor], Awaitable[set[int]]]:
    body = b"\n" * size

    async def attack(visitor: Visitor) -> set[int]:
        return {await visitor.post(body)}

    return attack


def file_of(size: int) -> Callable[[Visitor], Awaitable[set[int]]]:
    body = form(pdf_bytes("x" * size))

    async def attack(visitor: Visitor) -> set[int]:
        return {await visitor.post(body)}

    return attack


async def pages(visitor: Visitor) -> set[int]:
    return await together(visitor.get(visitor.page) for _ in range(32))


async def slow_bodies(visitor: Visitor) -> set[int]:
    lines = [await visitor.open() for _ in range(50)]
    for _, writer in lines:
        writer.write(visitor.head("POST", "/compte/login/", "Content-Length: 1000"))
    for _ in range(10):
        for _, writer in lines:
            writer.write(b"a")
        await asyncio.sleep(LASTS / 10)
    for _, writer in lines:
        writer.close()
    return set()


async def sockets(visitor: Visitor) -> set[int]:
    head = visitor.head(
        "GET",
        "/ws/cloche/",
        f"Origin: http://127.0.0.1:{visitor.port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
        "Sec-WebSocket-Version: 13",
    )

    async def listen() -> tuple[int, asyncio.StreamWriter]:
        reader, writer = await visitor.open()
        writer.write(head)
        return int((await reader.readline()).split()[1]), writer

    opened = await asyncio.gather(*[listen() for _ in range(300)])
    for _, writer in opened:
        writer.close()
    return {status for status, _ in opened}


# Each attack, and what it is answered.
ATTACKS: dict[str, tuple[Callable[[Visitor], Awaitable[set[int]]], set[int]]] = {
    "1 MiB of newlines": (newlines(MIB), {400}),
    "10 MiB of newlines": (newlines(10 * MIB), {400}),
    "a file of 100 MiB": (file_of(100 * MIB), {413}),
    "an honest file of 19 MiB": (file_of(19 * MIB), {302}),
    "32 pages at once": (pages, {200}),
    "50 bodies that come slowly": (slow_bodies, set()),
    "300 sockets": (sockets, {101}),
}


async def p95_during(attack: Callable[[Visitor], Awaitable[set[int]]], visitor: Visitor) -> float:
    """How long `/sante/` takes while `attack` goes on, in seconds."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + LASTS

    async def insist() -> None:
        while loop.time() < ends:
            await attack(visitor)

    attacking = asyncio.create_task(insist())
    delays = []
    while not attacking.done():
        asked_at = loop.time()
        assert await visitor.get("/sante/") == 200
        delays.append(loop.time() - asked_at)
        await asyncio.sleep(0.01)
    await attacking
    return quantiles(delays, n=20)[-1] if len(delays) > 1 else delays[0]


async def outcomes(visitor: Visitor) -> tuple[dict[str, set[int]], dict[str, float]]:
    """By attack: what it was answered, and the best p95 of up to three rounds."""
    answered: dict[str, set[int]] = {}
    measured: dict[str, float] = {}
    for name, (attack, _) in ATTACKS.items():
        answered[name] = await attack(visitor)
        for _ in range(ROUNDS):
            p95 = await p95_during(attack, visitor)
            measured[name] = min(p95, measured.get(name, p95))
            if measured[name] <= WITHIN:
                break
    return answered, measured


def test_whatever_one_visitor_sends_the_site_answers_the_others(tmp_path: Path) -> None:
    dossier = factories.dossier("submitted")
    client = Client()
    client.force_login(factories.representative_of(dossier))
    cookie = client.cookies[COOKIE].value
    with served(tmp_path) as site:
        messages = reverse("workflows:messages", args=[dossier.pk])
        visitor = Visitor(site.port, cookie, dossier.get_absolute_url(), messages)
        answered, measured = asyncio.run(outcomes(visitor))
    shown = {name: f"{p95 * 1000:.0f} ms" for name, p95 in measured.items()}
    print(shown)
    assert answered == {name: answers for name, (_, answers) in ATTACKS.items()}
    assert {name for name, p95 in measured.items() if p95 > WITHIN} == set(), shown
