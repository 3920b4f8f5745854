"""An application whole: on one page made for paper, or taken away with its files."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header

from labelling.instruction.links import page_url
from labelling.instruction.reading.archive import archive_entries, archive_name
from labelling.instruction.views.application import ApplicationPage
from workflows.access import CaseRules
from workflows.files.zipping import zip_stream


class WholePage(ApplicationPage, ABC):
    """What the two have in common: a kind gives its `answers_template`, and what it shows."""

    policy = CaseRules.read_case
    answers_template: str

    @abstractmethod
    def answers(self) -> dict[str, Any]:
        """What `answers_template` shows, `today` included."""

    def shown(self) -> dict[str, Any]:
        return {
            "answers_template": self.answers_template,
            "noun": self.object.noun(),
            **self.answers(),
        }


class WholeView(WholePage):
    """All that was written and found, on one page."""

    template_name = "labelling/whole.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(archive_url=page_url("archive", self.object), **self.shown())


class ArchiveView(WholePage):
    """The same and the files, as a ZIP made while it leaves."""

    @abstractmethod
    def folders(self) -> Mapping[str, str]:
        """By slot, the folder of its files, those of complements left out."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        shown = {"dossier": self.object, **self.shown()}
        summary = render_to_string("labelling/whole_file.html", shown)
        name = archive_name(self.object)
        return StreamingHttpResponse(
            zip_stream(archive_entries(self.object, summary=summary, folders=self.folders())),
            content_type="application/zip",
            headers={
                "Content-Disposition": content_disposition_header(as_attachment=True, filename=name)
                or "attachment",
                "Cache-Control": "private, no-store",
            },
        )
