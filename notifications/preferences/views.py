"""Which e-mails one receives: the page where one chooses, and the link that each letter has."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt

from notifications.preferences.enums import MANDATORY, Pace, Way
from notifications.preferences.forms import PreferencesForm
from notifications.preferences.links import Altered, Stale, Stopping, read
from notifications.preferences.models import Preference, PreferenceChange
from notifications.preferences.operations import choose, stop, take_back
from workflows.mail.letters import ONE_CLICK

CHANGES_SHOWN = 10


class PreferencesView(View):
    """A pace for each kind of e-mail that may be refused, and what was changed lately."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, PreferencesForm(user=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PreferencesForm(request.POST, user=request.user)
        if not form.is_valid():
            return self._show(request, form, status=422)
        choose(request.user, form.paces, way=Way.PAGE)
        messages.success(request, "Vos préférences sont enregistrées.")
        return redirect("notifications:preferences")

    def _show(self, request: HttpRequest, form: PreferencesForm, status: int = 200) -> HttpResponse:
        changes = PreferenceChange.objects.of(request.user)
        context = {
            "form": form,
            "mandatory": [category.label for category in MANDATORY],
            "changes": changes[:CHANGES_SHOWN],
        }
        return render(request, "notifications/preferences.html", context, status=status)


# Whoever has the link may: no session vouches for the form of a mail client.
for_the_link = [login_not_required, csrf_exempt, cache_control(private=True, no_store=True)]


@method_decorator(for_the_link, name="dispatch")
class StopView(View):
    """The link of a letter: it shows what it would stop; a POST of one click does it.

    403 to somebody else who is signed in, 404 for a link that nobody of ours wrote, 410 for one
    that is over, 422 for a form that says neither to stop nor to take it back.
    """

    def dispatch(self, request: HttpRequest, *args: Any, token: str, **kwargs: Any) -> Any:
        try:
            stopping = read(token)
        except Altered:
            return self._refuse(request, "altered", status=404)
        except Stale:
            return self._refuse(request, "stale", status=410)
        if request.user.is_authenticated and request.user != stopping.user:
            return self._refuse(request, "another", status=403)
        return super().dispatch(request, stopping)

    def get(self, request: HttpRequest, stopping: Stopping) -> HttpResponse:
        return self._show(request, stopping)

    def post(self, request: HttpRequest, stopping: Stopping) -> HttpResponse:
        name, value = ONE_CLICK
        if request.POST.get(name) == value:
            stop(stopping.user, stopping.categories)
        elif "reprendre" in request.POST:
            take_back(stopping.user, stopping.categories)
        else:
            return self._show(request, stopping, status=422)
        return self._show(request, stopping, done=True)

    def _show(
        self, request: HttpRequest, stopping: Stopping, *, done: bool = False, status: int = 200
    ) -> HttpResponse:
        paces = Preference.objects.paces(stopping.user, stopping.categories)
        context = {
            "labels": [category.label for category in stopping.categories],
            "stopped": set(paces.values()) == {Pace.NEVER},
            "done": done,
            "one_click": ONE_CLICK,
        }
        return self._page(request, "notifications/stop.html", context, status)

    def _refuse(self, request: HttpRequest, why: str, *, status: int) -> HttpResponse:
        return self._page(request, "notifications/stop_refused.html", {"why": why}, status)

    def _page(
        self, request: HttpRequest, template: str, context: dict[str, Any], status: int
    ) -> HttpResponse:
        response = render(request, template, context, status=status)
        # The address is a key: no page that is opened from here may read it.
        response["Referrer-Policy"] = "no-referrer"
        return response
