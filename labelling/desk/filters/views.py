"""Keeping a filter from its list, naming it otherwise, letting it go: see « Le pilotage »."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View

from directory.rulebook import DirectoryRules
from labelling.desk.filters.forms import NameForm, SaveForm
from labelling.desk.filters.models import FilteredList, SavedFilter
from labelling.desk.filters.operations import narrowed_by, rename_filter, save_filter
from workflows.pages.paging import MOST_KEY
from workflows.pages.views import OperationFormView, RoleAccessMixin


def own_filters_url() -> str:
    """Where somebody finds all of theirs."""
    return f"{reverse('desk:pipeline')}#filtres"


def back_to_them() -> dict[str, str]:
    """The way back from a form: where it leads, and in words."""
    return {"back": own_filters_url(), "back_to": "Le pilotage"}


class OwnFilters(RoleAccessMixin):
    """Somebody of the CRESS, and the filters that are theirs: those of others do not exist."""

    policy = DirectoryRules.cress_staff

    def own(self) -> "QuerySet[SavedFilter]":
        return SavedFilter.objects.filter(person=self.actor.user)

    def one(self, pk: int) -> SavedFilter:
        if pk > MOST_KEY:
            raise Http404
        return get_object_or_404(self.own(), pk=pk)


class SaveFilterView(OwnFilters, OperationFormView):
    """Give a name to a list as it is narrowed: `?page=labelling:queue&query=retard%3Don`."""

    template_name = "desk/filter.html"
    form_class = SaveForm

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        return {"page": asked.get("page", ""), "query": narrowed_by(asked.get("query", ""))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(title="Enregistrer un filtre", **kwargs)
        page, query = (context["form"][name].value() for name in ("page", "query"))
        if page not in FilteredList.values:
            return context | back_to_them()
        narrowed = SavedFilter(page=page, query=narrowed_by(query))
        back_to = narrowed.get_page_display()
        return context | {"back": narrowed.get_absolute_url(), "back_to": back_to}

    def operate(self, form: SaveForm) -> str:
        kept = save_filter(actor=self.actor, **form.cleaned_data)
        self.success_url = kept.get_absolute_url()
        return f"Filtre «\u00a0{kept}\u00a0» enregistré."


class RenameFilterView(OwnFilters, OperationFormView):
    """Call one otherwise."""

    template_name = "desk/filter.html"
    form_class = NameForm

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.one(self.kwargs["pk"]).name}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title="Renommer un filtre", **back_to_them(), **kwargs)

    def get_success_url(self) -> str:
        return own_filters_url()

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
        return HttpResponseRedirect(own_filters_url())
