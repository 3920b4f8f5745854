"""Pages that last as long as a test wants."""

import threading
from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import path

from config.views import health


class Held:
    """Whether the page is at work, and whether it may end."""

    at_work = threading.Event()
    may_end = threading.Event()
    served: list[str] = []


@login_not_required
def hold(request: HttpRequest) -> HttpResponse:
    Held.at_work.set()
    Held.may_end.wait(20)
    return HttpResponse("held")


@login_not_required
def short(request: HttpRequest) -> HttpResponse:
    Held.served.append(request.META["REMOTE_ADDR"])
    return HttpResponse("short")


@login_not_required
def blocks(request: HttpRequest) -> StreamingHttpResponse:
    def content() -> Iterator[Any]:
        for number in range(3):
            Held.served.append(f"block {number}")
            yield b"x" * 10

    return StreamingHttpResponse(content())


urlpatterns = [
    path("sante/", health, name="health"),
    path("hold/", hold),
    path("short/", short),
    path("blocks/", blocks),
]
