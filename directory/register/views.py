"""The public register: the list of labels, and their figures."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from directory.register.figures import figures
from directory.register.forms import RegisterForm
from directory.register.narrowing import NarrowedListView
from directory.register.orders import ORDERS
from directory.register.search import Page, search

SORT = "tri"


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column, whose link sorts by it; `aria` is its `aria-sort`, "" for none."""

    label: str
    url: str
    aria: str

    @property
    def icon(self) -> str:
        """The way that it is sorted now, as an icon shows it."""
        return {"ascending": "arrow-up", "descending": "arrow-down"}.get(self.aria, "")


@method_decorator(login_not_required, name="dispatch")
class RegisterView(NarrowedListView):
    """Search by name, SIREN or number; filter by department and validity; sort by any column."""

    template_name = "directory/register.html"
    form_class = RegisterForm
    url_name = "directory:register"
    sorting = SORT

    def find(self, after: str, **filters: Any) -> Page:
        return search(after=after, **filters)

    def is_key(self, text: str) -> bool:
        return ORDERS[self.filters.get(SORT, "")].read(text) is not None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        heads = {"Organisation": "nom", "Label": "numero", "Échéance ou fin": "echeance"}
        headings = [self._heading(label, name) for label, name in heads.items()]
        now = self.filters.get(SORT, "")
        validity = Heading("Validité", self.url_without(SORT), "" if now else "ascending")
        return context | {"headings": [*headings, validity]}

    def _heading(self, label: str, name: str) -> Heading:
        """A second click turns the order round."""
        now = self.filters.get(SORT, "")
        aria = {name: "ascending", f"-{name}": "descending"}.get(now, "")
        following = f"-{name}" if now == name else name
        return Heading(label, self.url_with(**{SORT: following}), aria)


@method_decorator(login_not_required, name="dispatch")
class FiguresView(TemplateView):
    """`/registre/chiffres/`: how many stand how, in each department; the chart and its table."""

    template_name = "directory/figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(figures=figures(), **kwargs)
