"""Who watches the scheme from outside: links of interest, and a campaign drawn by lot."""

from config.demo.cast import Cast
from config.demo.dates import days_from, moment
from config.demo.people import MEMBER, MONITOR
from directory.impartiality.enums import Measure, Nature, Place
from directory.impartiality.operations import Link, declare_interest
from labelling.oversight.sampling.inputs import CampaignRule
from labelling.oversight.sampling.operations import draw_campaign, prepare_campaign
from workflows.actors import Actor
from workflows.engine import perform


def tell_watching(cast: Cast) -> None:
    """Two links in the register; one campaign drawn, another announced."""
    declare_links(cast)
    monitor = Actor.of(cast.people.account(MONITOR))
    today = cast.today
    for rate, announced, drawn in ((10, -24, -3), (20, -2, 12)):
        at = moment(days_from(today, announced), 9)
        rule = CampaignRule(
            rate=rate,
            rest_years=3,
            kind="",
            departments=(),
            seed=f"Campagne de démonstration, {rate} pour cent",
            awaited="",
            draw_on=days_from(today, drawn),
        )
        campaign = prepare_campaign(rule, actor=monitor, at=at)
        perform(campaign, "publish", actor=monitor, at=at)
        if drawn < 0:
            draw_campaign(campaign, actor=monitor, at=moment(rule.draw_on, 9))


def declare_links(cast: Cast) -> None:
    """One of somebody who sits, which recuses; one with the scheme itself, which is told."""
    manager, at = Actor.of(cast.manager), moment(days_from(cast.today, -200), 10)
    sits = Link(
        person=cast.people.account(MEMBER),
        holder=None,
        organisation=cast.organisations["lien"],
        place=Place.COMMITTEE,
        nature=Nature.OFFICE,
        description="A siégé à son conseil d’administration jusqu’en 2025.",
        measure=Measure.RECUSAL,
    )
    founded = Link(
        person=None,
        holder=cast.organisations["fanal"],
        organisation=None,
        place=Place.FOUNDER,
        nature=Nature.CAPITAL,
        description="Détient des parts de la SCIC qui porte ESS Pratiques.",
        measure=Measure.DISCLOSURE,
    )
    for link in (sits, founded):
        declare_interest(link, actor=manager, at=at)
