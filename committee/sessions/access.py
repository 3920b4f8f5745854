"""What the committee's views share: who may be here, and which item of this very session."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from committee.rulebook import CommitteeRules
from committee.sessions.models import AgendaItem, Session
from workflows.compiled_sql import Given, Question
from workflows.pages.paging import MOST_KEY
from workflows.pages.views import ObjectAccessMixin

# What a page of a session always shows.
ROOM_RELATED = ("body", "chair__user")


class SessionAccessMixin(ObjectAccessMixin):
    """Loads the session, lets in the members of its body and the CRESS, Forbidden otherwise."""

    model = Session
    policy = CommitteeRules.read_session
    select_related = ROOM_RELATED

    object: Session
    kwargs: dict[str, Any]

    def get_item(self) -> AgendaItem:
        """The item named in the URL; 404 unless it is on the agenda of this session."""
        item = None
        if self.kwargs["item"] <= MOST_KEY:
            item = _item.first(session=self.object.pk, item=self.kwargs["item"])
        if item is None:
            raise Http404
        item.session = self.object
        found: AgendaItem = item
        return found


@Question
def _item() -> "QuerySet[Any]":
    items = AgendaItem.objects.filter(session=Given("session"), pk=Given("item"))
    return items.select_related("case")
