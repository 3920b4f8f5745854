"""The addresses that take nothing: one's own, and, for the direction, everybody's."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views import View
from django.views.generic import TemplateView

from directory.rulebook import DirectoryRules
from notifications.addresses.models import AddressFlag
from notifications.addresses.operations import lift_flag
from notifications.letters.models import Delivery
from workflows.actors import Actor
from workflows.pages.paging import page_of
from workflows.pages.views import RoleAccessMixin

WORKS = "C’est noté\u00a0: ce qui attendait part à cette adresse."


class MyAddressView(View):
    """Why one is written to no more, and how that is mended."""

    def get(self, request: HttpRequest) -> HttpResponse:
        flag = AddressFlag.objects.of(request.user).standing().first()
        return render(request, "notifications/my_address.html", {"flag": flag})

    def post(self, request: HttpRequest) -> HttpResponse:
        """The person says that their address works again."""
        flag = AddressFlag.objects.of(request.user).standing().first()
        if flag is not None:
            lift_flag(flag, actor=Actor.of(request.user))
            messages.success(request, WORKS)
        return redirect("notifications:my_address")


class AddressesView(RoleAccessMixin, TemplateView):
    """Who cannot be written to, why, since when, and how many letters wait for it."""

    policy = DirectoryRules.cress_manager
    template_name = "notifications/letters/addresses.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(page=page_of(_flagged(), self.request), **kwargs)


def _flagged() -> Any:
    held = Delivery.objects.held_back().filter(user=OuterRef("user")).order_by().values("user")
    count = Subquery(held.annotate(rows=Count("pk")).values("rows"), output_field=IntegerField())
    flags = AddressFlag.objects.standing().select_related("user")
    return flags.annotate(held=Coalesce(count, 0)).order_by("-since", "-pk")


class LiftView(RoleAccessMixin, View):
    """The direction says that an address works again."""

    http_method_names = ["post"]
    policy = DirectoryRules.cress_manager

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        lift_flag(get_object_or_404(AddressFlag, pk=pk), actor=self.actor)
        messages.success(request, WORKS)
        return redirect("notifications:addresses")
