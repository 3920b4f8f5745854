"""The addresses of OSE, and beside them the least that a page and a writing view can be."""

import time
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from config.urls import urlpatterns as pages
from directory.people.models import User

MINIMAL = Template("<!doctype html><title>OSE</title><p>{{ user.get_full_name }}</p>")


def minimal(request: HttpRequest) -> HttpResponse:
    """What no page can do without: the session, the person, a few words.

    Under /bench/ these two are read as Django alone would, elsewhere as our pages do: see `floor`.
    """
    return HttpResponse(MINIMAL.render(Context({"user": request.user})))


def minimal_write(request: HttpRequest) -> HttpResponse:
    """What no form can do without: the same, and one row written in a transaction."""
    with transaction.atomic():
        User.objects.filter(pk=request.user.pk or 0).update(last_login=timezone.now())
    return HttpResponse("", status=204)


@login_not_required
@csrf_exempt
def cpu(request: HttpRequest) -> HttpResponse:
    """The seconds of processor that the server has used since it started."""
    return HttpResponse(f"{time.process_time():.6f}")


urlpatterns: list[Any] = [
    *pages,
    path("least/", minimal),
    path("bench/minimal/", minimal),
    path("bench/write/", minimal_write),
    path("bench/cpu/", cpu),
]
