"""« Délais et issues »: pictures, their tables, and the same to take away."""

from collections.abc import Callable, Sequence
from functools import partial
from tempfile import TemporaryFile
from typing import IO, Any

from django.http import FileResponse, Http404, HttpRequest
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from directory.rulebook import DirectoryRules
from labelling.desk.outcomes.counts import KEY, Table, heads_of, rows_of, tables_of
from labelling.desk.outcomes.forms import OutcomesForm
from labelling.desk.pipeline.views import KINDS
from workflows.pages.views import RoleAccessMixin
from workflows.presentation.sheets import CSV_TYPE, XLSX_TYPE, Sheet, write_book, write_csv

YEARS = 10  # that may be chosen, the present one the first


def asked(request: HttpRequest) -> OutcomesForm:
    """The kind and the year of the address."""
    present = timezone.localdate().year
    years = range(present, present - YEARS, -1)
    return OutcomesForm(request.GET, kinds=KINDS, years=years)


class OutcomesView(RoleAccessMixin, TemplateView):
    """Read by the CRESS."""

    policy = DirectoryRules.cress_staff
    template_name = "desk/outcomes.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = asked(self.request)
        return super().get_context_data(
            form=form,
            tables=tables_of(form.kind, form.year),
            heads=[words for _, words in KEY],
            query=self.request.GET.urlencode(),
            **kwargs,
        )


class ExportView(RoleAccessMixin, View):
    """The same tables, in one CSV or in a workbook with a sheet for each."""

    policy = DirectoryRules.cress_staff

    def get(self, request: HttpRequest, kind: str) -> FileResponse:
        if kind not in FORMATS:
            raise Http404
        write, media_type = FORMATS[kind]
        form = asked(request)
        file = TemporaryFile()  # noqa: SIM115 closed, and gone, with the answer
        write(file, tables_of(form.kind, form.year))
        file.seek(0)
        name = f"delais-et-issues-{timezone.localdate().isoformat()}.{kind}"
        return FileResponse(file, as_attachment=True, filename=name, content_type=media_type)


def _write_csv(file: IO[bytes], tables: Sequence[Table]) -> None:
    heads = ["Regroupement", "Catégorie", *heads_of(tables[0])[1:]]
    rows = [(table.head, *row) for table in tables for row in rows_of(table)]
    write_csv(file, heads, rows)


def _write_xlsx(file: IO[bytes], tables: Sequence[Table]) -> None:
    write_book(
        file, [Sheet(table.head, heads_of(table), partial(rows_of, table)) for table in tables]
    )


FORMATS: dict[str, tuple[Callable[[IO[bytes], Sequence[Table]], None], str]] = {
    "csv": (_write_csv, CSV_TYPE),
    "xlsx": (_write_xlsx, XLSX_TYPE),
}
