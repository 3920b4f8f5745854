"""`/registre/flux.atom`: what has changed in the register, the newest first."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.urls import reverse, reverse_lazy
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import conditional_page

from directory.recognitions.models import Recognition
from directory.recognitions.verification import public_title
from workflows.presentation.links import absolute

LATEST = 50


class RegisterFeed(Feed):
    """One entry for each public move of a label: what and when, never who nor why."""

    feed_type = Atom1Feed
    title = "Registre des labels OSE"
    subtitle = "Attributions, suspensions, retraits, renouvellements et fins de validité."
    link = reverse_lazy("directory:register")
    language = "fr"

    def items(self) -> Any:
        shown = Recognition.objects.public().values("pk")
        moves = Recognition.history.filter(id__in=shown).order_by("-history_id")[:LATEST]
        return moves.select_related("organisation")

    def item_title(self, item: Any) -> str:
        return f"{item.organisation.name}, {item.number}\u00a0: {public_title(item).lower()}"

    def item_description(self, item: Any) -> str:
        return f"Label {item.number}, {item.organisation.name} ({item.organisation.department})."

    def item_link(self, item: Any) -> str:
        return _page(item)

    def item_guid(self, item: Any) -> str:
        return f"{_page(item)}#{item.history_id}"

    def item_pubdate(self, item: Any) -> datetime:
        moment: datetime = item.history_date
        return moment

    item_updateddate = item_pubdate


def _page(row: Any) -> str:
    return absolute(reverse("directory:recognition", args=[row.number]))


register_feed = login_not_required(conditional_page(RegisterFeed()))
