"""« Sans représentant »: what runs for an organisation that nobody represents."""

from typing import Any

from django.db.models import QuerySet
from django.views.generic import TemplateView

from directory.memberships.representing import represented
from directory.recognitions.enums import RUNNING
from directory.recognitions.models import Recognition
from directory.rulebook import DirectoryRules
from workflows.compiled_sql import Question
from workflows.pages.paging import page_read
from workflows.pages.views import RoleAccessMixin


class UnrepresentedView(RoleAccessMixin, TemplateView):
    """The labels and listings that run or are to begin, the first to end first.

    What renews one that still runs is not told beside it.

    Nobody can sign or file for their holders: the CRESS alone hears of their end.
    """

    policy = DirectoryRules.cress_staff
    template_name = "desk/unrepresented.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(page=page_read(_alone.objects, self.request), **kwargs)


@Question
def _alone(skip: int, most: int) -> "QuerySet[Any]":
    found = Recognition.objects.running().filter(~represented(organisation="organisation"))
    found = found.exclude(previous__state__in=RUNNING).select_related("organisation")
    return found.order_by("valid_until", "pk")[skip : skip + most]
