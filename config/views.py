"""Pages that belong to no app: the entrance, and the expired form."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from committee.models import Session
from config.navigation import Roles
from directory.landing import landing_url
from labelling.desk import cress_home_context
from labelling.home import structure_home_context
from workflows.policies import keys_of
from workflows.typed import typed_in


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """The entrance: each role finds its next step; the public, the register."""
    user = request.user
    if not user.is_authenticated:
        return redirect("directory:register")
    first_step = landing_url(user)
    roles = Roles.of(keys_of(user))
    if roles.staff:
        next_session = Session.objects.to_come(timezone.localdate()).first()
        context = cress_home_context(user) | {"next_session": next_session}
        return render(request, "labelling/home_cress.html", context)
    if roles.organisations:
        return render(request, "labelling/home_structure.html", structure_home_context(user))
    if roles.committee:
        return redirect("committee:sessions")
    return redirect(first_step or "directory:register")


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """For a probe: 200 when this process answers and its database does. No session, no detail."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An expired session in the middle of a form: say so, and show again what was typed."""
    context = {"typed": typed_in(request), "back": request.path}
    return render(request, "403_csrf.html", context, status=403)
