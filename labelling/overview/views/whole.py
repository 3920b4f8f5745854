"""A dossier whole, to be printed or taken away."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from labelling.dossiers.views import DossierPage
from labelling.overview.whole import archive_entries, archive_name, whole_context
from labelling.rulebook import LabellingRules
from workflows.access import CaseRules
from workflows.files.zipping import zip_stream


class _WholePage(DossierPage):
    policy = CaseRules.read_case

    def reads_findings(self) -> bool:
        """The structure is told them on its own pages, when it is time."""
        return not LabellingRules.structure.verdict(self.actor, self.object).permitted


class WholeView(_WholePage):
    """All the answers and the findings on one page, made for paper."""

    template_name = "labelling/whole.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(**whole_context(self.object, findings=self.reads_findings()))


class ArchiveView(_WholePage):
    """The same and the files, as a ZIP made while it leaves."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return StreamingHttpResponse(
            zip_stream(archive_entries(self.object, findings=self.reads_findings())),
            content_type="application/zip",
            headers={
                "Content-Disposition": content_disposition_header(
                    as_attachment=True, filename=archive_name(self.object)
                )
                or "attachment",
                "Cache-Control": "private, no-store",
            },
        )
