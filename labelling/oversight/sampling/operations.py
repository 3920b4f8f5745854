"""Preparing a campaign, drawing it, and drawing it again to see that it is the same."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from directory.organisations.departments import DEPARTMENTS
from labelling.oversight.reviews.enums import ReviewOrigin
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.reviews.operations import open_review
from labelling.oversight.rulebook import OversightRules
from labelling.oversight.sampling.draw import FULL, Outcome, draw
from labelling.oversight.sampling.frame import frame_of
from labelling.oversight.sampling.inputs import CampaignRule, DrawValue
from labelling.oversight.sampling.models import LONGEST_REST, Campaign, Candidate
from workflows.actors import Actor
from workflows.engine import create, perform
from workflows.models import Counter
from workflows.numbering import next_number
from workflows.verdicts import Refused, Unmet

SAMPLING = Actor.system("draw_sample")


@transaction.atomic
def prepare_campaign(rule: CampaignRule, *, actor: Actor, at: datetime | None = None) -> Campaign:
    """Write what will be announced, with its number.

    Raises Forbidden for anyone but the independent monitor, or the system; Refused for a rate out
    of 1 to 100, more years of rest than ten, a department that is none, or no seed.
    """
    OversightRules.draws_campaigns.require(actor, Campaign())
    at = at or timezone.now()
    if unmet := list(_problems(rule)):
        raise Refused("Cette campagne ne peut pas être préparée ainsi.", unmet=unmet)
    facts: dict[str, Any] = asdict(rule) | {
        "departments": ",".join(sorted(rule.departments)),
        "seed": rule.seed.strip(),
        "awaited": rule.awaited.strip(),
    }
    number = next_number(Campaign.series, timezone.localdate(at).year)
    return create(Campaign(number=number, **facts), actor=actor, action="prepare", at=at)


def _problems(rule: CampaignRule) -> Iterator[Unmet]:
    if not 1 <= rule.rate <= FULL:
        yield Unmet("rate", f"Choisissez une part de 1 à {FULL}\u00a0%.", field="rate")
    if not 0 <= rule.rest_years <= LONGEST_REST:
        yield Unmet(
            "rest_years", f"Choisissez de 0 à {LONGEST_REST}\u00a0années.", field="rest_years"
        )
    if not DEPARTMENTS.keys() >= set(rule.departments):
        yield Unmet("department", "Ce département n’existe pas.", field="departments")
    if not rule.seed.strip():
        yield Unmet("seed", "Écrivez la graine du tirage.", field="seed")


@transaction.atomic
def draw_campaign(
    campaign: Campaign, *, value: str = "", actor: Actor, at: datetime | None = None
) -> Campaign:
    """Draw it, once: write its frame as it is today, and open a review of each one drawn.

    All of it or nothing. Raises Forbidden, Stale when it is drawn already, Refused before its day
    or without the value that was awaited.
    """
    at = at or timezone.now()
    perform(campaign, "draw", actor=actor, data=DrawValue(value), at=at)
    # Two campaigns drawn at once would draw one organisation twice: the second waits here.
    counters = Counter.objects.filter(series__startswith=f"{Campaign.series}-").order_by("pk")
    list(counters.select_for_update().values_list("pk"))
    lines = frame_of(campaign, timezone.localdate(at))
    outcome = draw(campaign.whole_seed, campaign.rate, [line.entry for line in lines])
    drawn = set(outcome.drawn)
    for line in lines:
        line.rank = outcome.ranks.get(line.number, "")
        if line.number in drawn:
            line.drawn, line.review = True, _review_of(line, at)
    Candidate.objects.bulk_create(lines, batch_size=2_000)
    return campaign


def _review_of(line: Candidate, at: datetime) -> ComplianceReview:
    """The one under way, or a new one: it would say the same twice."""
    under_way: ComplianceReview | None = ComplianceReview.objects.undecided_of(
        line.recognition
    ).first()
    return under_way or open_review(
        line.recognition,
        origin=ReviewOrigin.SAMPLING,
        account=f"Cette reconnaissance est tirée au sort par la campagne {line.campaign}. Un "
        "tirage n’est pas un soupçon\u00a0: sa règle et sa graine étaient publiques avant lui, et "
        "chacun peut le refaire.",
        actor=SAMPLING,
        at=at,
    )


def drawn_again(campaign: Campaign) -> Outcome:
    """What the rule gives today, from the frame and the seed that were kept."""
    frame = [candidate.entry for candidate in campaign.candidates.order_by("number")]
    return draw(campaign.whole_seed, campaign.rate, frame)


def is_the_same(campaign: Campaign, outcome: Outcome) -> bool:
    """Whether `outcome` is what was drawn then."""
    drawn = campaign.candidates.filter(drawn=True).values_list("number", flat=True)
    return sorted(drawn) == sorted(outcome.drawn)
