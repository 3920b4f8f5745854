"""What the draws prove of themselves: done again, they give the same."""

from collections.abc import Iterator

from labelling.oversight.sampling.enums import CampaignState
from labelling.oversight.sampling.models import Campaign
from labelling.oversight.sampling.operations import drawn_again, is_the_same
from workflows.proof.registry import proof


@proof("Tirages au sort")
def draws_are_what_their_seed_gives() -> Iterator[str]:
    for campaign in Campaign.objects.filter(state=CampaignState.DRAWN).order_by("pk"):
        if not campaign.candidates.exists():
            yield f"campagne {campaign} : tirée sans base"
        elif not is_the_same(campaign, drawn_again(campaign)):
            yield f"campagne {campaign} : le tirage refait ne donne pas les mêmes numéros"
