"""What only the server sees: the head of a request, and how it ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from workflows.live import server as serving
from workflows.management.commands.serve import listen

ASK = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Says how much came, once all of it has."""
    size, more = 0, True
    while more:
        message = await receive()
        size += len(message.get("body", b""))
        more = message.get("more_body", False)
    text = str(size).encode()
    headers = [(b"content-length", str(len(text)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": text})


@asynccontextmanager
async def connection() -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A line to a server of `application`, for the time of the block."""
    ready = asyncio.Event()
    line = listen("127.0.0.1", 0)
    port = line.getsockname()[1]
    site = serving.server(application, ready=ready.set)
    running = asyncio.create_task(site.serve(sockets=[line]))
    await ready.wait()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        yield reader, writer
    finally:
        writer.close()
        site.should_exit = True
        await running


async def rest(reader: asyncio.StreamReader) -> bytes:
    """What the server says until it hangs up."""
    try:
        return await asyncio.wait_for(reader.read(), 20)
    except ConnectionResetError:
        return b""


async def test_a_head_too_long_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "HEAD_PATIENCE", 3600)
    async with connection() as (reader, writer):
        writer.write(ASK + b"X-Long: " + b"a" * serving.HEAD_MOST)
        assert await rest(reader) == b""


@pytest.mark.parametrize("begun", [b"", ASK])
async def test_a_head_that_does_not_come_is_not_waited_for(
    begun: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "HEAD_PATIENCE", 0.05)
    async with connection() as (reader, writer):
        writer.write(begun)
        assert await rest(reader) == b""


async def test_nor_is_the_next_one_on_the_same_line(monkeypatch: pytest.MonkeyPatch) -> None:
    async with connection() as (reader, writer):
        writer.write(ASK + b"\r\n")
        assert (await reader.readuntil(b"\r\n\r\n0")).startswith(b"HTTP/1.1 200")
        monkeypatch.setattr(serving, "HEAD_PATIENCE", 0.05)
        writer.write(ASK)
        assert await rest(reader) == b""


async def test_a_body_may_be_long_and_take_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "HEAD_PATIENCE", 0.05)
    async with connection() as (reader, writer):
        size = 3 * serving.HEAD_MOST
        writer.write(ASK + f"Content-Length: {size}\r\nConnection: close\r\n\r\n".encode())
        await asyncio.sleep(0.1)
        writer.write(bytes(size))
        answer = await rest(reader)
    assert answer.endswith(str(size).encode())
    assert b"server:" not in answer.lower()
