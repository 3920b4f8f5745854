"""A session's room as its members have it open: from a vote's POST to the last screen refreshed.

CLIENTS members each hold a socket, and show the room that it brings as `committee.js` does. What
comes without it, they fetch: one fetch at a time, one more when a ping came meanwhile. The floor:
each fetches a minimal page on the ping.
"""

import asyncio
import json
import statistics
import time
from dataclasses import dataclass
from urllib.parse import urlencode

import websockets
from django.conf import settings
from django.db import connection
from django.urls import reverse

from benchmarks.measure import SpreadFigure
from benchmarks.pages import MINIMAL, TOKEN, cookie_of, served, statements
from committee.bodies.voting_rules import Choice
from tests.committee import making

CLIENTS = (50, 200)
ROUNDS = 5
WITHIN = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Place:
    """Where the server listens, what a screen fetches there, and where one votes."""

    port: int
    socket: str
    page: str
    vote: str
    round: int


class Screen:
    """One member's browser in the room: a socket, and a connection to fetch by."""

    def __init__(self, place: Place, cookie: str) -> None:
        self.place = place
        self.cookies = f"{cookie}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        self.page = place.page
        self.line: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.refreshed, self.again = asyncio.Event(), asyncio.Event()

    async def open(self) -> None:
        self.socket = await websockets.connect(
            f"ws://127.0.0.1:{self.place.port}{self.place.socket}",
            additional_headers={"Cookie": self.cookies},
            origin=f"http://127.0.0.1:{self.place.port}",  # type: ignore[arg-type]
            open_timeout=WITHIN,
        )
        self.listening = asyncio.create_task(self._listen())
        self.fetching = asyncio.create_task(self._refresh_when_pinged())

    async def close(self) -> None:
        for task in (self.listening, self.fetching):
            task.cancel()
        await self.socket.close()

    async def _listen(self) -> None:
        async for ping in self.socket:
            if self.page == self.place.page and "html" in json.loads(ping):
                self.refreshed.set()
            else:
                self.again.set()

    async def _refresh_when_pinged(self) -> None:
        while True:
            await self.again.wait()
            self.again.clear()
            await self.ask("GET", self.page)
            if not self.again.is_set():
                self.refreshed.set()

    async def ask(self, method: str, url: str, body: str = "") -> int:
        """One request over a connection kept open; its status."""
        lines = [
            f"{method} {url} HTTP/1.1",
            f"Host: 127.0.0.1:{self.place.port}",
            f"Cookie: {self.cookies}",
            "Content-Type: application/x-www-form-urlencoded",
            f"Content-Length: {len(body)}",
        ]
        if self.line is None or self.line[0].at_eof():  # the server closes idle ones
            self.line = await asyncio.open_connection("127.0.0.1", self.place.port)
        reader, writer = self.line
        writer.write(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        status = int(head.split()[1])
        if status not in (200, 204, 302, 304):
            raise RuntimeError(f"{url}: {status}")
        if "content-length: " in head:
            await reader.readexactly(int(head.split("content-length: ")[1].split()[0]))
        return status


def room() -> list[SpreadFigure]:
    """One figure a number of sockets."""
    return [measure(clients) for clients in CLIENTS]


def measure(clients: int) -> SpreadFigure:
    committee = making.committee(clients)
    item = making.voting(committee)
    address = reverse("committee:room", args=[item.session_id])
    with served(embedded_worker=connection.vendor == "sqlite") as port:
        place = Place(
            port=port,
            socket=f"/ws/seances/{item.session_id}/",
            page=f"{address}?fragment=1",
            vote=reverse("committee:ballot", args=[item.session_id, item.pk]),
            round=making.round_of(item).pk,
        )
        cookies = [cookie_of(mandate.user) for mandate in committee.mandates]
        ours, floor = asyncio.run(rounds(place, cookies))
    member = committee.mandates[1].user
    return SpreadFigure(
        name="room",
        engine=connection.vendor,
        ratio=round(statistics.median(a / b for a, b in zip(ours, floor, strict=True)), 2),
        sql=statements(member, place.page, None),
        floor_sql=statements(member, MINIMAL, None),
        per_second=round(clients / statistics.median(ours), 1),
        floor_per_second=round(clients / statistics.median(floor), 1),
        rounds=ROUNDS,
        size=clients,
        p50=milliseconds(ours, 0.5),
        p95=milliseconds(ours, 0.95),
        floor_p50=milliseconds(floor, 0.5),
        floor_p95=milliseconds(floor, 0.95),
    )


async def rounds(place: Place, cookies: list[str]) -> tuple[list[float], list[float]]:
    """Seconds of each round, ours and the floor's, in turn; the first of each is not counted."""
    screens = [Screen(place, cookie) for cookie in cookies]
    for screen in screens:
        await screen.open()
    voter = Screen(place, cookies[1])
    ours: list[float] = []
    floor: list[float] = []
    choices = [Choice.FOR, Choice.AGAINST, Choice.ABSTENTION]
    for number in range(2 * (ROUNDS + 1)):
        page, kept = ((place.page, ours), (MINIMAL, floor))[number % 2]
        for screen in screens:
            screen.page = page
            screen.refreshed.clear()
        recorded = choices[(number - 1) % 3].value if number else ""
        data = {"round": place.round, "choice": choices[number % 3].value, "recorded": recorded}
        body = urlencode({**data, "csrfmiddlewaretoken": TOKEN})
        start = time.perf_counter()
        await voter.ask("POST", place.vote, body)
        async with asyncio.timeout(WITHIN):
            await asyncio.gather(*(screen.refreshed.wait() for screen in screens))
        kept.append(time.perf_counter() - start)
        await asyncio.sleep(0.3)  # whatever the vote set going besides
    for screen in screens:
        await screen.close()
    return ours[1:], floor[1:]


def milliseconds(seconds: list[float], part: float) -> float:
    ranked = sorted(seconds)
    return round(1000 * ranked[min(len(ranked) - 1, int(part * len(ranked)))], 1)
