"""Pages that belong to no app: the entrance, and the expired form."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.models import DateField, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from committee.sessions.enums import SessionState
from committee.sessions.models import Session
from config.navigation import Roles
from directory.joining.landing import landing_url
from directory.people.enums import CressGroup
from directory.people.policies import staff
from labelling.desk.home import cress_home_context
from labelling.overview.home import structure_home_context
from workflows.compiled_sql import Given, Question
from workflows.flow.inbox import errands_of
from workflows.pages.recovery import is_own, typed_in
from workflows.pages.refusals import where_from
from workflows.policies import keys_held


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """The entrance: each role finds its next step; the public, the register."""
    user = request.user
    if not user.is_authenticated:
        return redirect("directory:register")
    keys = keys_held(request)
    roles = Roles.of(user, keys)
    if roles.staff:
        asked = {"errands": errands_of(request, keys)}
        context = cress_home_context(user, keys) | asked | sessions_ahead()
        return render(request, "labelling/home_cress.html", context)
    if roles.organisations:
        shown = structure_home_context(user, keys)
        return render(request, "labelling/home_structure.html", shown)
    if roles.monitor:
        return redirect("conformity:conformity")
    if roles.committee:
        return redirect("committee:sessions")
    first_step = landing_url(user)
    if first_step is None and roles.administrator:
        directors = staff(CressGroup.MANAGER).filter(is_active=True)
        return render(request, "site/administration.html", {"directors": directors})
    return redirect(first_step or "directory:register")


def sessions_ahead() -> dict[str, Session | None]:
    """The session under way, and the next to be held: one query, whatever bodies there are."""
    found = _to_come.objects(today=timezone.localdate())
    return {
        "open_session": next((one for one in found if one.state == SessionState.OPEN), None),
        "next_session": next((one for one in found if one.state != SessionState.OPEN), None),
    }


@Question
def _to_come() -> "QuerySet[Any]":
    return Session.objects.to_come(Given("today", DateField()))[:10]


@method_decorator(login_not_required, name="dispatch")
class SitePageView(TemplateView):
    """What a site owes to the public: who publishes it, what it keeps of people, who can use it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            publisher=settings.OSE_PUBLISHER, contact=settings.OSE_CONTACT_EMAIL, **kwargs
        )


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For a probe: 200 when this process answers and its database does. No session, no detail."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An expired session in the middle of a form: say so, and show again what was typed.

    Only what was typed here: another site may make a browser send us words of its own.
    """
    typed = typed_in(request) if is_own(request) else []
    # Where the form is, when the browser says so: its own address may show nothing.
    context = {"typed": typed, "back": where_from(request, otherwise=request.path)}
    return render(request, "403_csrf.html", context, status=403)


@login_not_required
@csrf_exempt
def body_refused(request: HttpRequest) -> HttpResponse:
    """What was sent is not read: say why. Nothing of it is there to check, not even a token."""
    refused = request.body_refused  # type: ignore[attr-defined]
    context = {"refused": refused}
    response = render(request, "refusals/body.html", context, status=refused.status_code)
    response["Connection"] = "close"
    return response
