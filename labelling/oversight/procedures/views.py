"""« Les procédures », for anybody: as the law of the day tells them."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import conditional_page

from labelling.oversight.procedures.chapters import CHAPTERS, tell


@method_decorator([login_not_required, conditional_page], name="dispatch")
class ProceduresView(View):
    """How one complains, is reviewed, sanctioned, appeals, and in how many days."""

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {"chapters": [tell(chapter) for chapter in CHAPTERS]}
        return render(request, "procedures/procedures.html", context)
