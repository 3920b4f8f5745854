"""Django behind its server: what one visitor sends, or asks for, stops nobody else.

Django's own handler takes a body whatever its size and pace, gives each request a thread of its
own, and goes to that thread and back for each middleware. This one bounds the body, and lends one
of a few threads for the whole of a request: not while its body comes, not while its answer leaves.
See docs/decisions/0017.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from io import BytesIO
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, ASGIRequest, get_script_prefix
from django.db import close_old_connections
from django.urls import Resolver404, ResolverMatch, resolve, reverse_lazy, set_script_prefix

from config.bodies import Body, Kept, Message, Places, Receive, Send
from config.lanes import Lanes
from config.refused_bodies import BodyRefused, SignInFirst
from config.views import body_refused
from workflows.background.outages import DATABASE_LOST
from workflows.live.people import Session

Scope = dict[str, Any]
HEALTH = reverse_lazy("health")


class Handler(ASGIHandler):
    """The ASGI application of the pages."""

    def __init__(self) -> None:
        super().__init__()
        self.pages = Lanes(settings.OSE_THREADS, name="page")
        self.probes = Lanes(1, name="probe")  # answered even when every other lane is at work
        self.uploads = Places(
            each=settings.OSE_UPLOADS_PER_PERSON, in_all=settings.OSE_UPLOADS_PER_PROCESS
        )
        # Apart: however many visitors send files, those who are signed in send theirs.
        self.visitors = Places(
            each=settings.OSE_UPLOADS_PER_PLACE, in_all=settings.OSE_UPLOADS_FROM_VISITORS
        )

    def load_middleware(self, is_async: bool = False) -> None:
        """Synchronous, like the pages: one way to the thread and back for a whole request."""
        super().load_middleware(is_async=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = Body(receive, announced=announced_length(scope))
        kept: Kept | BytesIO
        refused = None
        with ExitStack() as held:
            try:
                kept = held.enter_context(await self._read(scope, body, held))
            except RequestAborted:
                return
            except BodyRefused as refusal:
                kept, refused = BytesIO(), refusal
            lanes = self.probes if scope["path"] == HEALTH else self.pages
            async with lanes.lane(visitor_of(scope)):
                if refused is None and await has_left(receive):
                    return
                response = await sync_to_async(self._respond)(scope, kept, refused)
        await self._send(response, lingering(send, body) if refused else send)

    async def _read(self, scope: Scope, body: Body, held: ExitStack) -> Kept:
        """The body; BodyRefused or RequestAborted. The place that a large one takes is `held`."""
        most: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if (body.announced or 0) > most and brings_files(scope) and takes_files(scope["path"]):
            async with self.pages.lane(visitor_of(scope)):
                person = await sync_to_async(signed_in)(scope)
            if person is not None:
                held.enter_context(self.uploads.place(person))
                most = settings.OSE_UPLOAD_REQUEST_MAX_BYTES
            elif takes_files_from_anybody(scope["path"]):
                held.enter_context(self.visitors.place(visitor_of(scope)))
                most = settings.OSE_VISITOR_REQUEST_MAX_BYTES
            else:
                raise SignInFirst
        return await body.read(most=most)

    def _respond(self, scope: Scope, kept: Kept | BytesIO, refused: BodyRefused | None) -> Any:
        """All that the database has a part in, in one thread; what is left is to send it."""
        signals.request_started.send(sender=self.__class__, scope=scope)
        set_script_prefix(get_script_prefix(scope))
        request: Any
        response: Any
        request, response = self.create_request(scope, kept)
        if request is not None:
            request.body_refused = refused
            response = self.get_response(request)
        response._handler_class = self.__class__
        if response.streaming:
            response.block_size = self.chunk_size
            response.streaming_content = one_by_one(iter(response.streaming_content))
            close_old_connections()
        else:
            response.close()
        return response

    def resolve_request(self, request: Any) -> ResolverMatch:
        """The view of the address, or the page that says why the body was refused."""
        if request.body_refused is None:
            return super().resolve_request(request)
        request.resolver_match = ResolverMatch(body_refused, (), {})
        return request.resolver_match

    async def _send(self, response: Any, send: Send) -> None:
        try:
            await self.send_response(response, send)
        finally:
            if response.streaming:
                await asyncio.to_thread(response.close)


def announced_length(scope: Scope) -> int | None:
    """The bytes that the body has by its headers; None when it comes in chunks of any number."""
    headers = dict(scope["headers"])
    if b"transfer-encoding" in headers:
        return None
    length = headers.get(b"content-length", b"0")
    return int(length) if length.isdigit() else None


def brings_files(scope: Scope) -> bool:
    """Whether the body is that of a form with files."""
    return dict(scope["headers"]).get(b"content-type", b"").startswith(b"multipart/form-data")


def visitor_of(scope: Scope) -> str:
    """Where the request comes from."""
    return scope["client"][0] if scope.get("client") else ""


def takes_files(path: str) -> bool:
    """Whether the form of the page at `path` has a place for files."""
    form = getattr(view_class_at(path), "form_class", None)
    fields = getattr(form, "base_fields", {}).values()
    return any(field.widget.needs_multipart_form for field in fields)


def takes_files_from_anybody(path: str) -> bool:
    """Whether the page at `path` takes some of those who have no account."""
    return getattr(view_class_at(path), "takes_files_from_anybody", False)


def view_class_at(path: str) -> Any:
    """The class of the view at `path`; None where no page is, or one without a class."""
    try:
        view: Any = resolve(path).func
    except Resolver404:
        return None
    return getattr(view, "view_class", None)


def signed_in(scope: Scope) -> int | None:
    """The key of the person whose session sends this request, None for nobody."""
    request: Any = ASGIRequest(scope, BytesIO())
    request.session = Session(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    try:
        return get_user(request).pk
    except DATABASE_LOST:
        return None  # the page that refuses asks the same, and fails as any page does
    finally:
        close_old_connections()


async def has_left(receive: Receive) -> bool:
    """Whether the visitor closed the connection while they waited for their turn."""
    try:
        async with asyncio.timeout(0):
            message = await receive()
    except TimeoutError:
        return False
    return bool(message["type"] == "http.disconnect")


def lingering(send: Send, body: Body) -> Send:
    """A `send` that drops the rest of `body` before it ends the answer."""

    async def send_then_drop(message: Message) -> None:
        if message["type"] == "http.response.body" and not message.get("more_body"):
            await send({**message, "more_body": True})
            await body.drop()
            message = {"type": "http.response.body"}
        await send(message)

    return send_then_drop


async def one_by_one(blocks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Each block read from the disk, in a thread, once the reader has taken the one before."""
    while (block := await asyncio.to_thread(next, blocks, None)) is not None:
        yield block
