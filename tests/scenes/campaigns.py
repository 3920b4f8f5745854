"""The campaigns of reviews: announced, drawn, given up by two people at once."""

from datetime import timedelta

from django.utils import timezone

from labelling.oversight.sampling.models import Campaign
from labelling.oversight.sampling.operations import draw_campaign
from tests import factories
from tests.labelling.oversight.sampling import campaigns
from tests.scenes.recognitions import label
from tests.scenes.scene import Acts, Scene, again, performing, possible
from workflows.actors import Actor


def _acts(made: Campaign) -> tuple[Acts, ...]:
    # The proof asks who watched on the day of each act.
    actor = Actor.of(factories.monitor(since=timezone.now() - timedelta(days=60)))
    return (
        {
            **performing(made, "publish", actor, at=campaigns.announcing(made)),
            **possible(made, {"campaign.draw": lambda: draw_campaign(again(made), actor=actor)}),
            **performing(made, "cancel", actor, reason="Une autre la remplace."),
            "campaign.prepare": campaigns.prepared,
        },
    )


def _labels() -> None:
    """Two to draw, that a committee granted: the proof asks who did."""
    for _ in range(2):
        label()


def draft() -> tuple[Acts, ...]:
    _labels()
    return _acts(campaigns.prepared())


def announced() -> tuple[Acts, ...]:
    _labels()
    return _acts(campaigns.announced())


SCENES = [Scene("campaign prepared", draft), Scene("campaign announced", announced)]
