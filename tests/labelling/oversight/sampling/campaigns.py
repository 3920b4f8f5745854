"""Campaigns for the tests, announced or drawn, and labels to draw."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from directory.recognitions.models import Recognition
from labelling.oversight.sampling.inputs import CampaignRule
from labelling.oversight.sampling.models import Campaign
from labelling.oversight.sampling.operations import draw_campaign, prepare_campaign
from tests import factories
from tests.directory.making import label, noon
from workflows.engine import perform
from workflows.verdicts import Refused

RULE = CampaignRule(
    rate=50,
    rest_years=3,
    kind="",
    departments=(),
    seed="graine d’essai",
    awaited="",
    draw_on=date(2026, 1, 1),
)


def labels(count: int, **facts: Any) -> list[Recognition]:
    """So many active labels, each of an organisation with these `facts`."""
    since = timezone.localdate() - timedelta(days=30)
    return [label(factories.organisation(**facts), since) for _ in range(count)]


def prepared(*, ago: int = 20, **rule: Any) -> Campaign:
    """Prepared `ago` days back, to be drawn ten days later."""
    day = timezone.localdate() - timedelta(days=ago)
    whole = replace(RULE, draw_on=day + timedelta(days=10))
    return prepare_campaign(replace(whole, **rule), actor=factories.SYSTEM, at=noon(day))


def announced(*, ago: int = 20, **rule: Any) -> Campaign:
    made = prepared(ago=ago, **rule)
    return perform(made, "publish", actor=factories.SYSTEM, at=announcing(made))


def announcing(made: Campaign) -> datetime:
    """Ten days before its draw."""
    return noon(made.draw_on - timedelta(days=10))


def drawn(**rule: Any) -> Campaign:
    """Announced then drawn today, of what there is to draw."""
    made = announced(**rule)
    return draw_campaign(made, actor=factories.SYSTEM)


def why_refused(refused: Refused) -> list[str]:
    return [unmet.code for unmet in refused.unmet]
