"""Pages about cases of every kind: « Mes tâches », and the files."""

from typing import Any, cast

from django.contrib.auth.models import AbstractBaseUser
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views import View

from workflows.actors import Actor
from workflows.inbox import lines, tasks_for
from workflows.links import case_url
from workflows.models import Attachment, ScanStatus
from workflows.paging import page_of
from workflows.policies import get_policy

UNAVAILABLE = {
    ScanStatus.PENDING: (409, "workflows/attachment_pending.html"),
    ScanStatus.INFECTED: (403, "workflows/attachment_infected.html"),
}


class InboxView(View):
    """« Mes tâches »: what the person is asked for, soonest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        page = page_of(tasks_for(request.user), request)
        return render(request, "workflows/inbox.html", {"page": page, "asked": lines(page.rows)})


class AttachmentView(View):
    """One file of a case, for those who may read it, once the scanner lets it leave.

    A file of the case is for its readers, a file of a message for the correspondents.

    A removed file is as one that never was (404); a file under scan answers 409, a refused one
    403. The bytes are sent as a download, inert in a browser, and kept in no cache.
    """

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        found = Attachment.objects.select_related("case").filter(removed_at__isnull=True)
        attachment = get_object_or_404(found, pk=pk)
        user = cast(AbstractBaseUser, request.user)
        policy = "workflows.correspond" if attachment.message_id else "workflows.read_case"
        get_policy(policy).require(Actor.of(user), attachment.case)
        if attachment.servable:
            return serve(attachment)
        status, template = UNAVAILABLE[ScanStatus(attachment.scan)]
        context = {"attachment": attachment, "case_url": case_url(attachment.case)}
        return render(request, template, context, status=status)


def serve(attachment: Attachment) -> FileResponse:
    """The bytes of `attachment`, under the name people gave it."""
    return FileResponse(
        attachment.file.open("rb"),
        as_attachment=True,
        filename=attachment.name,
        content_type=attachment.media_type,
        headers=_inert(),
    )


def _inert() -> dict[str, Any]:
    return {
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }
