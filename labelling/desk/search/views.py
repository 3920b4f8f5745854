"""The one box: a number goes straight to what bears it, words list what they find."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.generic import TemplateView

from directory.register.numbers import address_of
from directory.rulebook import DirectoryRules
from labelling.desk.search.found import search
from workflows.numbering import number_in
from workflows.pages.views import RoleAccessMixin

ASKED = "q"
LONGEST = 80


class SearchView(RoleAccessMixin, TemplateView):
    """Read by the CRESS; each thing opens by its own policy."""

    policy = DirectoryRules.cress_staff
    template_name = "desk/search.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        text = " ".join(request.GET.get(ASKED, "").replace("\0", " ").split())[:LONGEST]
        number = number_in(text, series="")
        if number.startswith("-"):  # it does not say of which series
            number = ""
        if number and (url := address_of(number, self.actor.user)):
            return HttpResponseRedirect(url)
        groups = []
        if text and not number:
            groups = search(text, user=self.actor.user, today=timezone.localdate())
        context = self.get_context_data(text=text, number=number, groups=groups)
        return self.render_to_response(context)
