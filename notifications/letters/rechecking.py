"""Whether what a letter says is still to be said, and to whom, the moment it leaves."""

import logging
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from notifications.preferences.enums import Pace
from notifications.preferences.models import Preference
from workflows.background.outages import DATABASE_LOST
from workflows.outbox.events import Event, Target
from workflows.outbox.notices import Addressee, addressees_of

logger = logging.getLogger(__name__)
NOT_CONCERNED = "Cette personne n’est plus concernée."


class Moot(Exception):
    """There is nothing left to say, as its words tell."""


class Unreadable(Exception):
    """What there is to say cannot be read, as its words tell."""


def concerned_by(told: dict[str, Any], among: list[int]) -> tuple[Target, dict[int, Addressee]]:
    """What the event `told` is about, and who is written to of it, by their keys, as they are now.

    `among` those users, by their keys. Raises Moot or Unreadable, for all of them alike.
    """
    event = Event(**told)
    try:
        target = Target.of(event)
    except ObjectDoesNotExist:
        raise Moot("Ce dont il parle n’existe plus.") from None
    except LookupError:
        raise Unreadable("Ce dont il parle n’est plus connu du logiciel.") from None
    try:
        found = addressees_of(target, among=among)
        return target, {one.user.pk: one for one in found if one.notice.email}
    except DATABASE_LOST:
        raise
    except Exception as error:
        logger.exception("whom %s concerns cannot be found", event.key)
        raise Unreadable("Les personnes concernées n’ont pas pu être trouvées.") from error


def pace_for(one: Addressee, target: Target) -> Pace:
    """When they are to be written to of it; raises Moot when they are not."""
    if not one.notice.holds(target):
        raise Moot("Ce qui était demandé n’est plus à faire.")
    pace = Preference.objects.pace(one.user, one.notice.category)
    if pace == Pace.NEVER:
        raise Moot("Cette personne ne veut pas le recevoir par e-mail.")
    return pace
