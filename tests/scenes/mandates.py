"""Who sits: the mandates of a committee that prepares a session, or holds one."""

from datetime import date, timedelta

from django.utils import timezone

from committee.appointments.operations import appoint, cancel_appointment, end_mandate
from committee.bodies.models import Mandate
from directory.people.models import User
from tests import factories
from tests.committee import making
from tests.scenes.scene import Acts, Scene, again
from workflows.actors import Actor


def mandate_acts(
    made: making.Committee, manager: User | None = None, *, held: bool = False
) -> Acts:
    """A member's mandate ends, another is cancelled, a newcomer is appointed.

    `held`: a session was opened today, so that who sits until tonight is settled.
    """
    actor = Actor.of(manager or factories.manager())
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    ending, cancelled = made.mandates[1:3]
    if held:
        cancelled = _appoint(made, tomorrow, made.cress)
    last_day = today if held else today - timedelta(days=1)
    return {
        "mandate.end": lambda: end_mandate(
            again(ending), ends_on=last_day, reason="Démission.", actor=actor
        ),
        "mandate.cancel": lambda: cancel_appointment(
            again(cancelled), reason="Par erreur.", actor=actor
        ),
        "mandate.appoint": lambda: _appoint(made, tomorrow if held else today, actor),
    }


def _appoint(made: making.Committee, starts_on: date, actor: Actor) -> Mandate:
    return appoint(
        user=factories.user(), college=made.mandates[0].college, starts_on=starts_on, actor=actor
    )


SCENES = [Scene("mandates", lambda: (mandate_acts(making.committee()),))]
