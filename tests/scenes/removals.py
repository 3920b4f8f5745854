"""The logo of a label that is suspended: asked back, late, shown; meanwhile the label moves too."""

from directory.delays.in_force import delay
from directory.people.models import User
from directory.removals.inputs import RemovalProof
from directory.removals.models import LogoRemoval
from directory.removals.operations import show_removal
from tests import factories
from tests.scenes.recognitions import (
    label,
    lifting,
    recognition_acts,
    representative,
    sanctioning,
    suspended,
)
from tests.scenes.scene import TICK, Acts, Scene, again, in_days, performing
from workflows.actors import Actor
from workflows.engine import perform

SHOWN = RemovalProof("La vitrine.", "", 0)
REINSTATED = "agendaitem.decide+compliancereview.lift+recognition.reinstate+logoremoval.lift"


def asked() -> LogoRemoval:
    return suspended(label()).logo_removals.get()


def late() -> LogoRemoval:
    found = asked()
    return perform(found, "lapse", actor=TICK, at=in_days(delay("logo_removal").number + 1))


def shown() -> LogoRemoval:
    found = asked()
    return show_removal(found, note="La vitrine.", website="", actor=holder(found))


def holder(found: LogoRemoval) -> Actor:
    return Actor.of(representative(found.recognition))


def removal_acts(found: LogoRemoval, checker: User) -> Acts:
    """What the structure, the CRESS and time may try on `found` as it is."""
    cress = Actor.of(checker)
    return {
        **performing(found, "prove", holder(found), data=SHOWN),
        **performing(found, "lapse", TICK, at=in_days(delay("logo_removal").number + 1)),
        **performing(found, "ask_again", cress, reason="Essai."),
        **performing(found, "confirm", cress, reason="Essai."),
    }


def with_its_label(found: LogoRemoval) -> tuple[Acts, ...]:
    """The label is reinstated, or ends, while somebody is at its removal."""
    its = again(found.recognition)
    # That of the suspension first: the one that withdraws is another review.
    (reinstated,) = lifting(its).values()
    acts = {**recognition_acts(its), **sanctioning(its, "withdraw_recognition")}
    return ({**removal_acts(found, factories.instructor()), **acts, REINSTATED: reinstated},)


SCENES = [
    Scene("removal, asked", lambda: with_its_label(asked())),
    Scene("removal, late", lambda: with_its_label(late())),
    Scene("removal, shown", lambda: with_its_label(shown())),
]
