"""« Les e-mails envoyés »: what became of each letter, and what the direction decides of it."""

from typing import Any, Protocol

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views import View
from django.views.generic import TemplateView

from directory.rulebook import DirectoryRules
from notifications.letters.acts import close_letter, resend_letter
from notifications.letters.listing import MOST_COUNTED, read, troubled_count
from notifications.letters.models import Delivery
from workflows.actors import Actor
from workflows.pages.paging import whole_number
from workflows.pages.views import RoleAccessMixin

MOST_TRIES = 32_767


class LettersView(RoleAccessMixin, TemplateView):
    """The letters, those to look at first by default, by state, person or case."""

    policy = DirectoryRules.cress_manager
    template_name = "notifications/letters/sent.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            listing=read(self.request), troubled=troubled_count(), most=MOST_COUNTED, **kwargs
        )


class _Act(Protocol):
    def __call__(self, delivery: Delivery, *, tries: int | None, actor: Actor) -> None: ...


class LetterActView(RoleAccessMixin, View):
    """A button beside a letter; `act` says what it does, `done` what it did."""

    http_method_names = ["post"]
    policy = DirectoryRules.cress_manager
    act: _Act
    done = ""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        delivery = get_object_or_404(Delivery, pk=pk)
        seen = whole_number(request.POST.get("vu", ""), most=MOST_TRIES)
        type(self).act(delivery, tries=seen, actor=self.actor)
        messages.success(request, self.done)
        return redirect("notifications:letters")


class ResendView(LetterActView):
    act = staticmethod(resend_letter)
    done = "L’e-mail part de nouveau."


class CloseView(LetterActView):
    act = staticmethod(close_letter)
    done = "L’e-mail est clos\u00a0: il ne partira pas."
