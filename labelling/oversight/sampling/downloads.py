"""What anybody needs to do a draw again: its frame, and its rule with what it gave."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.views import View

from labelling.oversight.sampling.draw import size_of
from labelling.oversight.sampling.enums import TICKETS, CampaignState
from labelling.oversight.sampling.models import Campaign, Candidate
from labelling.oversight.sampling.operations import drawn_again, is_the_same

KEPT = 300  # seconds
# The columns of a frame are a contract: one may be added at the end.
COLUMNS = (
    "numero",
    "nature",
    "departement",
    "billets",
    "motifs",
    "trop_recente",
    "plus_petit_billet",
    "tiree",
)


def drawn(number: str) -> Campaign:
    """The campaign of that number; Http404 as long as it is not drawn."""
    found: Campaign = get_object_or_404(Campaign, number=number, state=CampaignState.DRAWN)
    return found


def facts_of(campaign: Campaign) -> dict[str, Any]:
    """The rule of a draw, and what it gave, done again as it is asked: plain values."""
    outcome = drawn_again(campaign)
    active = campaign.candidates.count()
    return {
        "campagne": campaign.number,
        "graine": campaign.whole_seed,
        "part_pour_cent": campaign.rate,
        "annoncee_le": campaign.published_on and campaign.published_on.isoformat(),
        "tiree_le": campaign.drawn_on and campaign.drawn_on.isoformat(),
        "annees_sans_nouveau_tirage": campaign.rest_years,
        "billets_ajoutes": {risk.value: tickets for risk, tickets in TICKETS.items()},
        "actives": active,
        "a_tirer": size_of(active, campaign.rate) if active else 0,
        "parts": [
            {"nature": kind, "departement": department, "nombre": share}
            for (kind, department), share in sorted(outcome.shares.items())
        ],
        "tirees": list(outcome.drawn),
        "identique": is_the_same(campaign, outcome),
    }


@method_decorator(login_not_required, name="dispatch")
class FrameView(View):
    """`base.csv`: a line for each recognition that was active that day."""

    def get(self, request: HttpRequest, number: str) -> HttpResponseBase:
        campaign = drawn(number)
        answer = HttpResponse(frame_csv(campaign), content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="tirage-{campaign.number}.csv"'
        return _shared(answer)


@method_decorator(login_not_required, name="dispatch")
class DrawDataView(View):
    """`tirage.json`: the rule, the seed and what they give."""

    def get(self, request: HttpRequest, number: str) -> HttpResponseBase:
        dumped = {"ensure_ascii": False, "indent": 2}
        return _shared(JsonResponse(facts_of(drawn(number)), json_dumps_params=dumped))


def _shared(answer: HttpResponse) -> HttpResponse:
    answer["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(answer, public=True, max_age=KEPT)
    return answer


def frame_csv(campaign: Campaign) -> bytes:
    """The lines of its frame, in UTF-8 with its mark and semicolons: what French spreadsheets open
    without a question."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(COLUMNS)
    writer.writerows(map(_cells, campaign.candidates.order_by("number").iterator()))
    return text.getvalue().encode("utf-8-sig")


def _cells(line: Candidate) -> Iterator[str]:
    yield from (line.number, line.kind, line.department, str(line.weight))
    yield line.risks.replace(",", " ")
    yield "oui" if line.aside else "non"
    yield line.rank
    yield "oui" if line.drawn else "non"
