"""A label that runs, suspended or not, its renewal granted or not."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from directory.organisations.models import Organisation
from directory.people.models import User
from directory.recognitions.models import Recognition
from directory.recognitions.operations import due_by_time
from directory.recognitions.rules import longest_suspension
from labelling.dossiers.models import Dossier
from tests import factories
from tests.committee import making
from tests.labelling.oversight import making as making_reviews
from tests.scenes.items import voting
from tests.scenes.reviews import decided, deciding, review_of
from tests.scenes.scene import TICK, Acts, Scene, at_noon, performing
from workflows.actors import Actor


def label(org: Organisation | None = None) -> Recognition:
    """A label that a committee granted to `org`, a renewal if it has one already."""
    found = voting(org or making_reviews.organisation())
    making.decide(found.made, found.item)
    return Recognition.objects.get(case=found.item.case_id)


def suspended(found: Recognition) -> Recognition:
    """By a committee, as it is done."""
    return decided(found, "suspend")


def representative(found: Recognition) -> User:
    return factories.representative_of(Dossier.objects.get(pk=found.case_id))


def recognition_acts(found: Recognition) -> Acts:
    """What the structure and time may try on `found` as it is; a decision is tried beside."""
    late = at_noon(found.valid_until + timedelta(days=1))
    after = at_noon(longest_suspension(timezone.localdate()) + timedelta(days=1))
    return {
        **performing(found, "renounce", Actor.of(representative(found)), reason="Essai."),
        **performing(found, "resume", TICK, at=after),
        **performing(found, "expire", TICK, at=late),
    }


def sanctioning(found: Recognition, outcome: str) -> Acts:
    """A decision on a review of `found`, about to be proclaimed."""
    return deciding(making_reviews.review("referred", of=found), outcome)


def lifting(found: Recognition) -> Acts:
    """The same, to lift the suspension of `found`."""
    review = review_of(found)
    making_reviews.ask_lifting(review, timezone.now())
    return deciding(review, "lift")


def renewal_acts(found: Recognition) -> Acts:
    """What time may try on the renewal of `found`, which is granted."""
    renewal, last_day = found.followers.get(), at_noon(found.valid_until)
    return {
        "recognition.renew+recognition.start": lambda: _time_starts(renewal, last_day),
        **performing(renewal, "start", TICK, at=last_day),
    }


@transaction.atomic
def _time_starts(renewal: Recognition, at: datetime) -> None:
    """What the tick does for `renewal`, and for no other label of that day."""
    for sweep in due_by_time(at):
        for row in sweep.rows.filter(pk=renewal.pk):
            sweep.due(row).do()


def running(outcome: str) -> tuple[Acts, ...]:
    found = label()
    return ({**recognition_acts(found), **sanctioning(found, outcome)},)


def waiting() -> tuple[Acts, ...]:
    found = suspended(label())
    return ({**recognition_acts(found), **lifting(found)},)


def renewed_ahead(outcome: str) -> tuple[Acts, ...]:
    first = label()
    label(first.organisation)
    acts = {**recognition_acts(first), **renewal_acts(first), **sanctioning(first, outcome)}
    return (acts,)


def waiting_renewed() -> tuple[Acts, ...]:
    """The renewal waits for the suspension to be settled."""
    first = label()
    label(first.organisation)
    found = suspended(first)
    return ({**recognition_acts(found), **renewal_acts(found), **lifting(found)},)


IDLE = frozenset({"recognition.start"})
SCENES = [
    *(
        Scene(f"label, {outcome}", partial(running, outcome))
        for outcome in ("suspend", "withdraw_recognition")
    ),
    Scene("suspended", waiting),
    *(
        Scene(f"renewed ahead, {outcome}", partial(renewed_ahead, outcome), IDLE)
        for outcome in ("suspend", "withdraw_recognition")
    ),
    Scene(
        "renewed ahead, suspended",
        waiting_renewed,
        IDLE | {"recognition.expire", "recognition.renew+recognition.start"},
    ),
]
