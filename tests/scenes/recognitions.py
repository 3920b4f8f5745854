"""A label that runs, suspended or not, its renewal granted or not."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from directory.organisations.models import Organisation
from directory.people.models import User
from directory.recognitions.inputs import Sanction
from directory.recognitions.models import Recognition
from directory.recognitions.operations import due_by_time
from directory.recognitions.rules import longest_suspension
from labelling.dossiers.models import Dossier
from tests import factories, sanctions
from tests.committee import making
from tests.scenes.items import voting
from tests.scenes.scene import TICK, Acts, Scene, again, at_noon, performing
from workflows.actors import Actor
from workflows.engine import perform


def label(org: Organisation | None = None) -> Recognition:
    """A label that a committee granted to `org`, a renewal if it has one already."""
    found = voting(org)
    making.decide(found.made, found.item)
    return Recognition.objects.get(case=found.item.case_id)


def suspended(found: Recognition) -> Recognition:
    return sanctions.suspend(found, reason="Essai.")


def representative(found: Recognition) -> User:
    return factories.representative_of(Dossier.objects.get(pk=found.case_id))


def recognition_acts(found: Recognition) -> Acts:
    """What decisions, the structure and time may try on `found` as it is."""
    late = at_noon(found.valid_until + timedelta(days=1))
    after = at_noon(longest_suspension(timezone.localdate()) + timedelta(days=1))
    deciding = partial(sanctions.decision_on, found)
    taken = Sanction(sanctions.review_of(found).pk)
    held = sanctions.suspension(found)
    return {
        **performing(found, "suspend", deciding("suspend"), data=held, reason="Essai."),
        **performing(found, "confirm_suspension", deciding("suspend"), data=held, reason="Essai."),
        **performing(found, "reinstate", deciding("lift"), reason="Essai."),
        **performing(found, "resume", TICK, at=after),
        **performing(
            found, "withdraw", deciding("withdraw_recognition"), data=taken, reason="Essai."
        ),
        **performing(found, "restore", deciding("annul"), reason="Essai."),
        **performing(found, "renounce", Actor.of(representative(found)), reason="Essai."),
        **performing(found, "expire", TICK, at=late),
    }


def renewal_acts(found: Recognition) -> Acts:
    """What time and the CRESS may try on the renewal of `found`, which is granted."""
    renewal, last_day = found.followers.get(), at_noon(found.valid_until)
    taken = Sanction(sanctions.review_of(found).pk)
    return {
        "recognition.renew+recognition.start": lambda: _time_starts(renewal, last_day),
        **performing(renewal, "start", TICK, at=last_day),
        "recognition.withdraw of the renewal": lambda: perform(
            again(renewal),
            "withdraw",
            actor=sanctions.decision_on(found, "withdraw_recognition"),
            data=taken,
            reason="Essai.",
        ),
    }


@transaction.atomic
def _time_starts(renewal: Recognition, at: datetime) -> None:
    """What the tick does for `renewal`, and for no other label of that day."""
    for due in due_by_time(at):
        if due.row == renewal:
            due.do()


def running() -> tuple[Acts, ...]:
    return (recognition_acts(label()),)


def waiting() -> tuple[Acts, ...]:
    return (recognition_acts(suspended(label())),)


def taken_away() -> tuple[Acts, ...]:
    """A withdrawal to annul, with the renewal that it took along."""
    first = label()
    label(first.organisation)
    sanctions.withdraw(first)
    return (recognition_acts(again(first)),)


def renewed_ahead() -> tuple[Acts, ...]:
    first = label()
    label(first.organisation)
    return ({**recognition_acts(first), **renewal_acts(first)},)


def waiting_renewed() -> tuple[Acts, ...]:
    """The renewal waits for the suspension to be settled."""
    first = label()
    label(first.organisation)
    return ({**recognition_acts(suspended(first)), **renewal_acts(first)},)


IDLE = frozenset({"recognition.start"})
SCENES = [
    Scene("label", running),
    Scene("suspended", waiting),
    Scene("withdrawn", taken_away),
    Scene("renewed ahead", renewed_ahead, IDLE),
    Scene(
        "renewed ahead, suspended",
        waiting_renewed,
        IDLE | {"recognition.expire", "recognition.renew+recognition.start"},
    ),
]
