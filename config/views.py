"""Pages that belong to no app: the entrance, and the expired form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """An expired session in the middle of a form: say so, and show again what was typed."""
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name and value.strip()
    ]
    return render(request, "403_csrf.html", {"typed": typed, "back": request.path}, status=403)


def home(request: HttpRequest) -> HttpResponse:
    """The entrance."""
    return HttpResponse("accueil")
