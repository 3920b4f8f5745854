"""What a recognition is worth today: its page, and the check of a number or of a code."""

from typing import Any

from allauth.core.exceptions import RateLimited
from allauth.core.ratelimit import respond_429
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.generic import DetailView, FormView

from directory.recognitions.codes import Slip, read_code
from directory.recognitions.enums import RecognitionKind
from directory.recognitions.models import Recognition
from directory.recognitions.public_facts import facts_of
from directory.recognitions.verification import (
    NOUNS,
    headline,
    meaning_of,
    public_steps,
    seal_of,
    status_line,
    validity_of,
)
from directory.register.forms import VerifyForm
from directory.register.guessing import recognition_with
from directory.register.numbers import address_of, is_of_a_case, read_number, why_nowhere
from workflows.presentation.links import absolute

FIELD = "code"
MISCOPIED = (
    "Une lettre ou un chiffre de ce code ne va pas, ou deux sont échangés. Relisez-le sur le "
    "certificat."
)
UNKNOWN_CODE = "Aucun label ne porte ce code. Relisez-le sur le certificat, ou cherchez par nom."


@method_decorator(login_not_required, name="dispatch")
class RecognitionView(DetailView):
    """Whose a label is, what it is worth, since when, until when, for which commitments.

    A number of another `kind` leads to its own page.
    """

    template_name = "directory/recognition.html"
    kind = RecognitionKind.LABEL
    slug_field = slug_url_kwarg = "number"
    context_object_name = "recognition"
    queryset = Recognition.objects.select_related("organisation", "signature__version__charter")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not kwargs["number"].isprintable():
            return unknown_number(request, kwargs["number"])
        try:
            self.object = self.get_object()
        except Http404:
            return unknown_number(request, kwargs["number"])
        if self.object.kind != self.kind:
            return HttpResponseRedirect(self.object.get_absolute_url())
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        recognition: Recognition = self.object
        now = timezone.now()
        today = timezone.localdate(now)
        validity = validity_of(recognition, today)
        return super().get_context_data(
            noun=NOUNS[RecognitionKind(recognition.kind)],
            validity=validity,
            means=meaning_of(validity, recognition.kind),
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
class CodeView(RecognitionView):
    """Where the QR code of a certificate leads: the same page, found by its code.

    404 for a code that is nobody's, 422 for one that was miscopied; 429, whatever the code, for
    an address from which too many came that are nobody's.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        typed = kwargs["code"]
        if read_code(typed) is Slip.MISCOPIED:
            return try_again(request, typed, MISCOPIED, status=422)
        try:
            self.object = recognition_with(typed, request, among=self.get_queryset())
        except Http404:
            return try_again(request, typed, UNKNOWN_CODE, status=404)
        except RateLimited:
            return respond_429(request)
        return self.render_to_response(self.get_context_data())


@method_decorator(login_not_required, name="dispatch")
class VerifyView(FormView):
    """« Ce numéro vaut-il quelque chose ? » Leads to the label's page, or to that of a dossier."""

    template_name = "directory/verify.html"
    form_class = VerifyForm
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if FIELD not in request.GET:
            return super().get(request, *args, **kwargs)
        form = VerifyForm(request.GET)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        typed = form.cleaned_data[FIELD]
        number = read_number(typed)
        code = Slip.OTHER if number else read_code(typed)
        if code is Slip.MISCOPIED:
            return try_again(request, typed, MISCOPIED, status=422)
        if code is not Slip.OTHER:
            return HttpResponseRedirect(reverse("directory:verify_code", args=[code]))
        user = request.user if request.user.is_authenticated else None
        address = address_of(number, user)
        if not address:
            return unknown_number(request, typed)
        return HttpResponseRedirect(address)


def unknown_number(request: HttpRequest, number: str) -> HttpResponse:
    """The form again, with what was typed, saying that it is no label's number (404)."""
    read = read_number(number)
    of_a_case = read if is_of_a_case(read) else ""
    return try_again(request, number, why_nowhere(read), status=404, of_a_case=of_a_case)


def try_again(
    request: HttpRequest, typed: str, why: str, *, status: int, **context: str
) -> HttpResponse:
    """The form with what was typed, and why it leads nowhere beside it."""
    form = VerifyForm({FIELD: typed})
    form.add_error(FIELD, why)
    shown = {"form": form, "of_a_case": "", **context}
    return render(request, "directory/verify.html", shown, status=status)
