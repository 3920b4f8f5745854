"""The bell's pages: what one was told."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from notifications.bells.counts import unread_count
from notifications.bells.models import Notification
from workflows.pages.paging import page_of


class ListView(View):
    """What one was told, newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = page_of(Notification.objects.of(request.user), request)
        unread = unread_count(request.user)
        return render(request, "notifications/list.html", {"page": page, "unread": unread})


class OpenView(View):
    """Reads a notification, and leads to what it is about."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        found = get_object_or_404(Notification.objects.of(request.user), pk=pk)
        mark_read(request, pk)
        return HttpResponseRedirect(found.url or "/")


class ReadView(View):
    """Marks one notification as read."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        get_object_or_404(Notification.objects.of(request.user), pk=pk)
        mark_read(request, pk)
        return redirect("notifications:list")


class ReadAllView(View):
    """Marks everything as read."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        Notification.objects.of(request.user).unread().update(read_at=timezone.now())
        messages.success(request, "Tout est marqué comme lu.")
        return redirect("notifications:list")


class CountView(View):
    """The figure on the bell, as a fragment that `bell.js` puts in its place."""

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"count": unread_count(request.user)}
        response = render(request, "notifications/count.html", context)
        response["Cache-Control"] = "private, no-store"
        return response


def mark_read(request: HttpRequest, pk: int) -> None:
    """Mark one's own notification as read, unless it was."""
    own = Notification.objects.of(request.user).unread()
    own.filter(pk=pk).update(read_at=timezone.now())
