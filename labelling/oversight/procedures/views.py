"""« Les procédures » as the law of the day tells them, and what they gave, year by year."""

from collections.abc import Iterator
from io import BytesIO

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import conditional_page

from labelling.oversight.procedures.chapters import CHAPTERS, tell
from labelling.oversight.procedures.report import Report, first_year, report_of, years_over
from workflows.presentation.sheets import CSV_TYPE, Row, write_csv

KEPT = 300  # seconds
# The columns of a report are a contract: one may be added at the end.
COLUMNS = ("annee", "tableau", "ligne", "au_moins", "au_plus", "delai_median_jours")


@method_decorator([login_not_required, conditional_page], name="dispatch")
class ProceduresView(View):
    """How one complains, is reviewed, sanctioned, appeals, and in how many days."""

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"chapters": [tell(chapter) for chapter in CHAPTERS], "years": years_over()}
        return render(request, "procedures/procedures.html", context)


@method_decorator([login_not_required, conditional_page], name="dispatch")
class ReportView(View):
    """« Le bilan » of a year of the scheme; of the year under way, when it comes."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        years = years_over()
        if year in years:
            context = {"report": report_of(year), "years": years}
            return render(request, "procedures/report.html", context)
        if first_year() is None or year != timezone.localdate().year:
            raise Http404
        return render(request, "procedures/report_to_come.html", {"year": year, "years": years})


@method_decorator(login_not_required, name="dispatch")
class ReportDataView(View):
    """`bilan.csv`: the same, a line for each cell; 404 as long as its year is not over."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        if year not in years_over():
            raise Http404
        data = BytesIO()
        write_csv(data, COLUMNS, _rows(report_of(year)))
        answer = HttpResponse(data.getvalue(), CSV_TYPE)
        answer["Content-Disposition"] = f'attachment; filename="bilan-ose-{year}.csv"'
        answer["Access-Control-Allow-Origin"] = "*"
        patch_cache_control(answer, public=True, max_age=KEPT)
        return answer


def _rows(report: Report) -> Iterator[Row]:
    """Hidden numbers as what they are between; nothing for no end, and for no median."""
    for table in report.tables:
        for line in table.lines:
            number = line.number
            yield report.year, table.part.key, line.cell, number.least, number.most, line.days
    alone = {"reclamations_en_retard": report.late, "suspensions_urgentes": report.urgent}
    for name, number in alone.items():
        yield report.year, name, "", number.least, number.most, None
