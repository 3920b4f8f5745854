"""The campaigns of reviews: announced, drawn, given up by two people at once."""

from labelling.oversight.sampling.models import Campaign
from labelling.oversight.sampling.operations import draw_campaign
from tests import factories
from tests.labelling.oversight.sampling import campaigns
from tests.scenes.scene import Acts, Scene, again, performing, possible
from workflows.actors import Actor


def _acts(made: Campaign) -> tuple[Acts, ...]:
    actor = Actor.of(factories.monitor())
    return (
        {
            **performing(made, "publish", actor, at=campaigns.announcing(made)),
            **possible(made, {"campaign.draw": lambda: draw_campaign(again(made), actor=actor)}),
            **performing(made, "cancel", actor, reason="Une autre la remplace."),
            "campaign.prepare": campaigns.prepared,
        },
    )


def draft() -> tuple[Acts, ...]:
    campaigns.labels(2)
    return _acts(campaigns.prepared())


def announced() -> tuple[Acts, ...]:
    campaigns.labels(2)
    return _acts(campaigns.announced())


SCENES = [Scene("campaign prepared", draft), Scene("campaign announced", announced)]
