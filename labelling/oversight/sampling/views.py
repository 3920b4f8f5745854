"""The pages of the campaigns: what anybody reads of a draw, and what whoever draws does."""

import secrets
from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View

from directory.delays.in_force import delay
from directory.organisations.departments import named
from labelling.oversight.rulebook import OversightRules
from labelling.oversight.sampling.downloads import facts_of
from labelling.oversight.sampling.enums import TICKETS, CampaignState
from labelling.oversight.sampling.forms import CampaignForm, DrawForm
from labelling.oversight.sampling.models import Campaign
from labelling.oversight.sampling.operations import draw_campaign, prepare_campaign
from workflows.actors import Actor
from workflows.engine import verdict
from workflows.pages.paging import page_of
from workflows.pages.views import (
    ObjectAccessMixin,
    OperationFormView,
    RoleAccessMixin,
    TransitionView,
    require_now,
    visitor,
)


def _draws(request: HttpRequest) -> Actor | None:
    """Whoever made `request`, where they draw campaigns."""
    if not request.user.is_authenticated:
        return None
    actor = visitor(request)
    may = OversightRules.draws_campaigns.verdict(actor, actor.user).permitted
    return actor if may else None


@method_decorator(login_not_required, name="dispatch")
class CampaignsView(View):
    """« Les contrôles par tirage au sort »: those announced, and for whoever draws all of them."""

    def get(self, request: HttpRequest) -> HttpResponse:
        draws = _draws(request)
        found = Campaign.objects.all() if draws else Campaign.objects.public()
        context = {"page": page_of(found.order_by("-pk"), request), "draws": draws is not None}
        return render(request, "sampling/list.html", context)


@method_decorator(login_not_required, name="dispatch")
class CampaignView(View):
    """One campaign: its rule, its seed, and once drawn what they gave."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        draws = _draws(request)
        campaign: Campaign = get_object_or_404(Campaign, number=number)
        if campaign.published_on is None and draws is None:
            raise Http404
        context = {
            "campaign": campaign,
            "places": [named(code) for code in campaign.places],
            "tickets": [(risk.label, tickets) for risk, tickets in TICKETS.items()],
            "draws": draws is not None,
            "may": _may(campaign, draws) if draws else {},
        }
        if campaign.state == CampaignState.DRAWN:
            context |= {"facts": facts_of(campaign), "drawn": _drawn_of(campaign)}
        return render(request, "sampling/campaign.html", context)


def _may(campaign: Campaign, actor: Actor) -> dict[str, Any]:
    found = {name: verdict(campaign, name, actor=actor) for name in ("publish", "draw", "cancel")}
    return {name: {"allowed": item.allowed, "unmet": item.unmet} for name, item in found.items()}


def _drawn_of(campaign: Campaign) -> list[dict[str, Any]]:
    """Those drawn, with where anybody reads them. One query."""
    found = campaign.candidates.filter(drawn=True).select_related("recognition__organisation")
    return [
        {
            "line": line,
            "recognition": line.recognition,
            "department": named(line.department),
            "review": line.review_id,
        }
        for line in found.order_by("kind", "department", "rank", "number")
    ]


class PrepareView(RoleAccessMixin, OperationFormView):
    """A campaign is written; it is announced from its page."""

    policy = OversightRules.draws_campaigns
    template_name = "sampling/prepare.html"
    form_class = CampaignForm

    def get_initial(self) -> dict[str, Any]:
        tomorrow = timezone.localdate() + timedelta(days=1)
        return {"seed": secrets.token_hex(16), "draw_on": delay("sampling_notice").after(tomorrow)}

    def operate(self, form: CampaignForm) -> str:
        campaign = prepare_campaign(form.rule(), actor=self.actor)
        self.success_url = campaign.get_absolute_url()
        return "Campagne préparée. Relisez-la, puis annoncez-la."


class DrawView(ObjectAccessMixin, OperationFormView):
    """The draw, and the reviews that it opens."""

    model = Campaign
    policy = OversightRules.draws_campaigns
    template_name = "sampling/draw.html"
    form_class = DrawForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_now(self.object, "draw", self.actor)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"awaited": self.object.awaited}

    def get_success_url(self) -> str:
        return str(self.object.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(campaign=self.object, **kwargs)

    def operate(self, form: DrawForm) -> str:
        draw_campaign(self.object, value=form.cleaned_data.get("value", ""), actor=self.actor)
        return "Tirage effectué. Un contrôle est ouvert pour chaque reconnaissance tirée."


class CampaignTransitionView(TransitionView):
    """The moves that need no more than a reason."""

    model = Campaign
    policy = OversightRules.draws_campaigns
    transitions = ("publish", "cancel")
