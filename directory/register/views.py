"""The public register: the list of labels, the page of each, and the check of a number."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import DetailView, FormView, TemplateView

from directory.recognitions.enums import RecognitionKind
from directory.recognitions.models import Recognition
from directory.recognitions.public_facts import facts_of
from directory.recognitions.verification import (
    NOUNS,
    headline,
    public_steps,
    seal_of,
    status_line,
    validity_of,
)
from directory.register.forms import RegisterForm, VerifyForm
from directory.register.numbers import address_of, is_of_a_case, read_number, why_nowhere
from directory.register.search import search
from workflows.pages.paging import AFTER, keyed_pager
from workflows.presentation.links import absolute


@method_decorator(login_not_required, name="dispatch")
class RegisterView(TemplateView):
    """Search by name, SIREN or number; filter by department and validity."""

    template_name = "directory/register.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = RegisterForm(self.request.GET)
        form.is_valid()
        typed = {name: form.cleaned_data.get(name, "") for name in form.fields}
        filters = {name: value for name, value in typed.items() if value}
        page = search(after=self.request.GET.get(AFTER, ""), **filters)
        return super().get_context_data(
            form=form,
            page=page,
            typed=typed,
            chips=_chips(form, filters),
            pager=keyed_pager(self.request, page.last),
            clear_url=_url({}),
            **kwargs,
        )


@method_decorator(login_not_required, name="dispatch")
class RecognitionView(DetailView):
    """Whose a label is, what it is worth, since when, until when, for which commitments."""

    template_name = "directory/recognition.html"
    slug_field = slug_url_kwarg = "number"
    context_object_name = "recognition"
    queryset = Recognition.objects.select_related("organisation", "signature__version")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not kwargs["number"].isprintable():
            return unknown_number(request, kwargs["number"])
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            return unknown_number(request, kwargs["number"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        recognition: Recognition = self.object
        now = timezone.now()
        today = timezone.localdate(now)
        validity = validity_of(recognition, today)
        return super().get_context_data(
            noun=NOUNS[RecognitionKind(recognition.kind)],
            validity=validity,
            status=status_line(recognition, today),
            seal=seal_of(validity),
            facts=facts_of(recognition),
            steps=public_steps(recognition),
            following=recognition.next,
            checked_at=now,
            principles=recognition.signature.version.principles.all(),
            headline=headline(recognition, today),
            address=absolute(recognition.get_absolute_url()),
            contact=settings.OSE_CONTACT_EMAIL,
            **kwargs,
        )


@method_decorator(login_not_required, name="dispatch")
class VerifyView(FormView):
    """« Ce numéro vaut-il quelque chose ? » Leads to the label's page, or to that of a dossier."""

    template_name = "directory/verify.html"
    form_class = VerifyForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "numero" not in request.GET:
            return super().get(request, *args, **kwargs)
        form = VerifyForm(request.GET)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        user = request.user if request.user.is_authenticated else None
        address = address_of(form.cleaned_data["numero"], user)
        if not address:
            return unknown_number(request, request.GET["numero"])
        return HttpResponseRedirect(address)

    http_method_names = ["get", "head", "options"]


def unknown_number(request: HttpRequest, number: str) -> HttpResponse:
    """The form again, with what was typed, saying that it is no label's number (404)."""
    form = VerifyForm({"numero": number})
    read = read_number(number)
    form.add_error("numero", why_nowhere(read))
    context = {"form": form, "of_a_case": read if is_of_a_case(read) else ""}
    return render(request, "directory/verify.html", context, status=404)


def _chips(form: RegisterForm, filters: dict[str, str]) -> list[tuple[str, str]]:
    """What each active filter says, and the address without it."""
    return [
        (_chip(form, name, value), _url({key: filters[key] for key in filters if key != name}))
        for name, value in filters.items()
    ]


def _chip(form: RegisterForm, name: str, value: str) -> str:
    choices = dict(getattr(form.fields[name], "choices", ()))
    return str(choices.get(value, f"«\u00a0{value}\u00a0»"))


def _url(query: dict[str, str]) -> str:
    path = reverse("directory:register")
    return f"{path}?{urlencode(query)}" if query else path
