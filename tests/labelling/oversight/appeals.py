"""An appeal against what a real committee decided: those who voted do not hear it."""

from django.utils import timezone

from committee.room import operations as room
from labelling.oversight.reviews.models import ComplianceReview
from tests.committee import making
from tests.labelling.oversight import making as reviews
from tests.scenes.scene import again
from workflows.engine import perform


def suspended_by(made: making.Committee, voters: int = 0) -> ComplianceReview:
    """The first `voters` members, by default half, suspended; the organisation contests."""
    voters = voters or (len(made.mandates) + 1) // 2
    review = reviews.review("referred")
    session = making.opened(made, review, present=voters)
    item = session.items.get()
    room.open_item(item, actor=making.leader(item), proposal="suspend")
    making.cast(made, item, *["for"] * voters)
    making.close(made, item)
    room.decide(again(item), reasons="Motifs.", actor=made.chair)
    perform(again(session), "close", actor=made.chair)
    review = again(review)
    reviews.appeal(review, timezone.now())
    return review
