"""« Mes données »: what this site keeps of oneself, to take away."""

from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views import View
from django.views.generic import TemplateView

from directory.own_data.reading import entries_of, explained
from directory.people.signed_in import person_of
from workflows.files.zipping import zip_stream


class OwnDataView(TemplateView):
    """What is in the archive, and what is not."""

    template_name = "account/own_data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**explained(), **kwargs)


class OwnDataFileView(View):
    """The archive of whoever asks, made while it leaves: no link leads to anybody else's."""

    def get(self, request: HttpRequest) -> StreamingHttpResponse:
        now = timezone.now()
        name = f"mes-donnees-{timezone.localdate(now):%Y-%m-%d}.zip"
        return StreamingHttpResponse(
            zip_stream(entries_of(person_of(request), at=now)),
            content_type="application/zip",
            headers={
                "Content-Disposition": content_disposition_header(as_attachment=True, filename=name)
                or "attachment",
                "Cache-Control": "private, no-store",
            },
        )
