"""Pages about cases of every kind: « Mes tâches », and the files."""

from typing import Any, cast

from django.contrib.auth.models import AbstractBaseUser
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views import View

from workflows.actors import Actor
from workflows.flow.inbox import errands_of, lines, tasks_for
from workflows.models import Attachment, ScanStatus, StoredFile
from workflows.pages.paging import page_of
from workflows.policies import get_policy, keys_of
from workflows.presentation.links import case_url

UNAVAILABLE = {
    ScanStatus.PENDING: (409, "workflows/attachment_pending.html"),
    ScanStatus.INFECTED: (403, "workflows/attachment_infected.html"),
}


class InboxView(View):
    """« Mes tâches »: what the person is asked for, soonest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        keys = keys_of(request.user)
        page = page_of(tasks_for(request.user, keys), request)
        errands = errands_of(request, keys) if page.number == 1 else []
        context = {"page": page, "asked": lines(page.rows), "errands": errands}
        return render(request, "workflows/inbox.html", context)


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
        return serve(request, attachment, back_url=case_url(attachment.case))


def serve(request: HttpRequest, stored: StoredFile, *, back_url: str) -> HttpResponseBase:
    """The bytes of `stored` under the name people gave it, once the scanner lets them leave.

    Until then, the page that says why not, and leads to `back_url`. The caller has checked who.
    """
    if not stored.servable:
        status, template = UNAVAILABLE[ScanStatus(stored.scan)]
        context = {"attachment": stored, "back_url": back_url}
        return render(request, template, context, status=status)
    return FileResponse(
        stored.file.open("rb"),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.media_type,
        headers=_inert(),
    )


def _inert() -> dict[str, Any]:
    return {
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    }
