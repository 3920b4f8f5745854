"""The public annuaire: who accompanies and trains, where, on what."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator

from directory.annuaire.coverage import coverage
from directory.annuaire.forms import AnnuaireForm
from directory.annuaire.map import draw_map
from directory.annuaire.models import Listing
from directory.annuaire.search import Page, search
from directory.annuaire.showing import line_of, shown_of
from directory.organisations.departments import DEPARTMENTS
from directory.recognitions.enums import RecognitionKind
from directory.register.narrowing import NarrowedListView
from directory.register.orders import BY_NAME
from directory.register.verification import RecognitionView


@method_decorator(login_not_required, name="dispatch")
class AnnuaireView(NarrowedListView):
    """Search by words; filter by theme, department, scope, offer; the map, and always the list."""

    template_name = "directory/annuaire.html"
    form_class = AnnuaireForm
    url_name = "directory:annuaire"

    def find(self, after: str, **filters: Any) -> Page:
        return search(after=after, **filters)

    def is_key(self, text: str) -> bool:
        return BY_NAME.read(text) is not None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        current = self.filters.get("departement", "")
        return context | {
            "lines": [line_of(recognition) for recognition in context["page"].rows],
            "map": draw_map(coverage(), current=current),
            "place": DEPARTMENTS.get(current, ""),
            "everywhere_url": self.url_without("departement"),
        }


@method_decorator(login_not_required, name="dispatch")
class ListingView(RecognitionView):
    """What an accompanist does, where, for whom it did; what its recognition is worth today."""

    template_name = "directory/listing.html"
    kind = RecognitionKind.ACCOMPANIST

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        listing = (
            Listing.objects.filter(recognition=self.object)
            .prefetch_related("domains", "departments", "references")
            .first()
        )
        return super().get_context_data(listing=listing and shown_of(listing), **kwargs)
