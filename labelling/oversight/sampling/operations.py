"""Preparing a campaign, drawing it, and drawing it again to see that it is the same."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from directory.organisations.departments import DEPARTMENTS
from labelling.oversight.rulebook import OversightRules
from labelling.oversight.sampling.draw import FULL, Outcome, draw
from labelling.oversight.sampling.inputs import CampaignRule
from labelling.oversight.sampling.models import LONGEST_REST, Campaign
from workflows.actors import Actor
from workflows.engine import create
from workflows.numbering import next_number
from workflows.verdicts import Refused, Unmet


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


def drawn_again(campaign: Campaign) -> Outcome:
    """What the rule gives today, from the frame and the seed that were kept."""
    frame = [candidate.entry for candidate in campaign.candidates.order_by("number")]
    return draw(campaign.whole_seed, campaign.rate, frame)


def is_the_same(campaign: Campaign, outcome: Outcome) -> bool:
    """Whether `outcome` is what was drawn then."""
    drawn = campaign.candidates.filter(drawn=True).values_list("number", flat=True)
    return sorted(drawn) == sorted(outcome.drawn)
