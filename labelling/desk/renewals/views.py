"""« Le calendrier des renouvellements », on a page and in one's own calendar."""

import hashlib
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.utils.http import quote_etag
from django.views import View
from django.views.generic import TemplateView

from directory.delays.calendar import add_months
from directory.rulebook import DirectoryRules
from labelling.desk.renewals.endings import Ending, endings
from labelling.desk.renewals.feed import renewals_feed
from labelling.desk.renewals.months import Month, drawn_months, renewals
from labelling.desk.renewals.operations import link_of, make_link, opened_by, opens, revoke_link
from labelling.foresight.simulation import HORIZON
from workflows.pages.paging import page_read
from workflows.pages.views import RoleAccessMixin

MONTH = "mois"
MADE = "Votre lien d’agenda est créé."
REPLACED = (
    "Votre nouveau lien d’agenda est créé. Il remplace celui que vous aviez, qui n’ouvre plus "
    "rien\u00a0: si votre agenda le suivait, donnez-lui le nouveau."
)
REVOKED = "Votre lien d’agenda est révoqué\u00a0: il n’ouvre plus rien."
NONE_TO_REVOKE = "Vous n’avez pas de lien d’agenda."
UNKNOWN = "Ce lien d’agenda n’existe pas. Vérifiez que l’adresse a été copiée en entier."
GONE = (
    "Ce lien d’agenda a été révoqué\u00a0: il n’ouvre plus rien. Retirez-le de votre agenda, "
    "ou créez-en un autre depuis la page «\u00a0Le calendrier\u00a0» du bureau de la CRESS."
)


class MonthsView(RoleAccessMixin, TemplateView):
    """The labels that end within HORIZON, to the day, as « Les renouvellements » and the calendars
    have them, month by month; `?mois=2027-03` lists one month."""

    policy = DirectoryRules.cress_staff
    template_name = "desk/renewals.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        until = add_months(today, HORIZON)
        # From the 1st of one month to a day of another: one month more than HORIZON is drawn.
        months = renewals(today, HORIZON + 1, until=until)
        asked = self.request.GET.get(MONTH, "")
        chosen = next((month for month in months if month.key == asked), None)
        start, stop = _days_of(chosen, today, until)

        def read(skip: int, most: int) -> list[Ending]:
            return endings(start, stop, skip=skip, most=most)

        page = page_read(read, self.request)
        return super().get_context_data(
            months=drawn_months(months, linked=True, chosen=chosen.key if chosen else ""),
            until=until,
            chosen=chosen,
            page=page,
            link=link_of(self.actor.user),
            **kwargs,
        )


class MakeLinkView(RoleAccessMixin, View):
    """A button: have a link, or another in its place."""

    http_method_names = ["post"]
    policy = DirectoryRules.cress_staff

    def post(self, request: HttpRequest) -> HttpResponse:
        made = make_link(actor=self.actor)
        messages.success(request, REPLACED if made.replaces_another else MADE)
        return _back()


class RevokeLinkView(RoleAccessMixin, View):
    """A button: close one's link."""

    http_method_names = ["post"]
    policy = DirectoryRules.cress_staff

    def post(self, request: HttpRequest) -> HttpResponse:
        messages.success(request, REVOKED if revoke_link(actor=self.actor) else NONE_TO_REVOKE)
        return _back()


@method_decorator(login_not_required, name="dispatch")
class CalendarView(View):
    """What a calendar follows, known by its secret alone: 404 for none, 410 once it is closed."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, secret: str) -> HttpResponse:
        link = opened_by(secret)
        if link is None:
            return _words(UNKNOWN, status=404)
        if not opens(link):
            return _words(GONE, status=410)
        text = renewals_feed(timezone.localdate())
        etag = quote_etag(hashlib.sha256(text.encode()).hexdigest())
        known: HttpResponse | None = get_conditional_response(request, etag=etag)
        answer = known or HttpResponse(text, content_type="text/calendar; charset=utf-8")
        answer["ETag"] = etag
        answer["Cache-Control"] = "private, no-cache"
        answer["Content-Disposition"] = 'inline; filename="renouvellements-ose.ics"'
        return answer


def _words(words: str, *, status: int) -> HttpResponse:
    answer = HttpResponse(words, status=status, content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer


def _back() -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('desk:renewals')}#agenda")


def _days_of(month: Month | None, today: date, until: date) -> tuple[date, date]:
    """The days of `month` from `today` to `until`, all of these when there is none: the first, and
    the one after the last."""
    stop = until + timedelta(days=1)
    if month is None:
        return today, stop
    start = date.fromisoformat(f"{month.key}-01")
    return max(start, today), min(add_months(start, 1), stop)
