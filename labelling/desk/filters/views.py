"""« Mes filtres »: each is a link; kept, renamed and let go here."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse_lazy
from django.views import View
from django.views.generic import TemplateView

from directory.rulebook import DirectoryRules
from labelling.desk.filters.forms import NameForm, SaveForm
from labelling.desk.filters.models import FilteredList, SavedFilter
from labelling.desk.filters.operations import narrowed_by, rename_filter, save_filter
from workflows.pages.paging import MOST_KEY
from workflows.pages.views import OperationFormView, RoleAccessMixin

PAGE = reverse_lazy("desk:filters")


class OwnFilters(RoleAccessMixin):
    """Somebody of the CRESS, and the filters that are theirs: those of others do not exist."""

    policy = DirectoryRules.cress_staff

    def own(self) -> "QuerySet[SavedFilter]":
        return SavedFilter.objects.filter(person=self.actor.user)

    def one(self, pk: int) -> SavedFilter:
        if pk > MOST_KEY:
            raise Http404
        return get_object_or_404(self.own(), pk=pk)


class FiltersView(OwnFilters, TemplateView):
    """All of them, and where to make another."""

    template_name = "desk/filters.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lists = [(page.label, reverse_lazy(page.value)) for page in FilteredList]
        return super().get_context_data(filters=self.own(), lists=lists, **kwargs)


class SaveFilterView(OwnFilters, OperationFormView):
    """Give a name to a list as it is narrowed: `?page=labelling:queue&query=retard%3Don`."""

    template_name = "desk/filter.html"
    form_class = SaveForm
    success_url = PAGE

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        return {"page": asked.get("page", ""), "query": narrowed_by(asked.get("query", ""))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title="Enregistrer un filtre", **kwargs)

    def operate(self, form: SaveForm) -> str:
        kept = save_filter(actor=self.actor, **form.cleaned_data)
        return f"Filtre «\u00a0{kept}\u00a0» enregistré."


class RenameFilterView(OwnFilters, OperationFormView):
    """Call one otherwise."""

    template_name = "desk/filter.html"
    form_class = NameForm
    success_url = PAGE

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.one(self.kwargs["pk"]).name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title="Renommer un filtre", **kwargs)

    def operate(self, form: NameForm) -> str:
        kept = rename_filter(self.one(self.kwargs["pk"]), **form.cleaned_data)
        return f"Ce filtre s’appelle désormais «\u00a0{kept}\u00a0»."


class DeleteFilterView(OwnFilters, View):
    """A button: let one go. A second click finds nothing to do, and says the same."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if pk <= MOST_KEY:
            self.own().filter(pk=pk).delete()
        messages.success(request, "Filtre supprimé.")
        return HttpResponseRedirect(str(PAGE))
