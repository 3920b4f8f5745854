"""What the committee's views share: who may be here, and which item of this very session."""

from typing import Any

from django.shortcuts import get_object_or_404

from committee.rulebook import CommitteeRules
from committee.sessions.models import AgendaItem, Session
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
        items = AgendaItem.objects.select_related("case").filter(session=self.object)
        item = get_object_or_404(items, pk=self.kwargs["item"])
        item.session = self.object
        return item
