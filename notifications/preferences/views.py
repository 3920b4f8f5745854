"""Which e-mails one receives."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from notifications.preferences.enums import MANDATORY
from notifications.preferences.forms import PreferencesForm


class PreferencesView(View):
    """One box for each kind of e-mail that may be refused."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request, PreferencesForm(user=request.user))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = PreferencesForm(request.POST, user=request.user)
        if not form.is_valid():
            return self._show(request, form, status=422)
        form.save()
        messages.success(request, "Vos préférences sont enregistrées.")
        return redirect("notifications:preferences")

    def _show(self, request: HttpRequest, form: PreferencesForm, status: int = 200) -> HttpResponse:
        context = {"form": form, "mandatory": [category.label for category in MANDATORY]}
        return render(request, "notifications/preferences.html", context, status=status)
