"""A label that runs, suspended or not, its renewal granted or not."""

from datetime import datetime, timedelta

from django.db import transaction

from directory.organisations.models import Organisation
from directory.people.models import User
from directory.recognitions.models import Recognition
from directory.recognitions.operations import due_by_time
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


def recognition_acts(found: Recognition, manager: User) -> Acts:
    """What `manager`, the structure and time may try on `found` as it is."""
    cress = Actor.of(manager)
    late = at_noon(found.valid_until + timedelta(days=1))
    return {
        **performing(found, "suspend", cress, reason="Essai."),
        **performing(found, "reinstate", cress, reason="Essai."),
        **performing(found, "withdraw", cress, reason="Essai."),
        **performing(found, "renounce", Actor.of(representative(found)), reason="Essai."),
        **performing(found, "expire", TICK, at=late),
    }


def renewal_acts(found: Recognition, manager: User) -> Acts:
    """What time and the CRESS may try on the renewal of `found`, which is granted."""
    renewal, last_day = found.followers.get(), at_noon(found.valid_until)
    return {
        "recognition.renew+recognition.start": lambda: _time_starts(renewal, last_day),
        **performing(renewal, "start", TICK, at=last_day),
        "recognition.withdraw of the renewal": lambda: perform(
            again(renewal), "withdraw", actor=Actor.of(manager), reason="Essai."
        ),
    }


@transaction.atomic
def _time_starts(renewal: Recognition, at: datetime) -> None:
    """What the tick does for `renewal`, and for no other label of that day."""
    for due in due_by_time(at):
        if due.row == renewal:
            due.do()


def running() -> tuple[Acts, ...]:
    return (recognition_acts(label(), factories.manager()),)


def waiting() -> tuple[Acts, ...]:
    return (recognition_acts(suspended(label()), factories.manager()),)


def renewed_ahead() -> tuple[Acts, ...]:
    first = label()
    label(first.organisation)
    manager = factories.manager()
    return ({**recognition_acts(first, manager), **renewal_acts(first, manager)},)


def waiting_renewed() -> tuple[Acts, ...]:
    """The renewal waits for the suspension to be settled."""
    first = label()
    label(first.organisation)
    manager = factories.manager()
    acts = {**recognition_acts(suspended(first), manager), **renewal_acts(first, manager)}
    return (acts,)


IDLE = frozenset({"recognition.start"})
SCENES = [
    Scene("label", running),
    Scene("suspended", waiting),
    Scene("renewed ahead", renewed_ahead, IDLE),
    Scene(
        "renewed ahead, suspended",
        waiting_renewed,
        IDLE | {"recognition.expire", "recognition.renew+recognition.start"},
    ),
]
