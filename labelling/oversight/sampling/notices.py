"""What is told of a campaign: to whoever watches, and to the CRESS that will review."""

from typing import Any

from django.db.models import QuerySet

from directory.people.enums import ROLE_GROUPS
from directory.people.models import User
from directory.people.policies import staff
from labelling.oversight.sampling.models import Campaign
from workflows.outbox.notices import progress, silence, tell


def cress_and_monitor(campaign: Any) -> "QuerySet[User]":
    """The CRESS, and those who watch the scheme."""
    return staff(*ROLE_GROUPS.values())


silence(Campaign, "prepare", why="elle ne se lit qu’une fois annoncée")
tell(
    Campaign,
    {
        "publish": [progress("campaign_publish", cress_and_monitor)],
        "draw": [progress("campaign_draw", cress_and_monitor)],
    },
)
