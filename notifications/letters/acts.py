"""What the direction decides of a letter that did not leave."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from directory.rulebook import DirectoryRules
from notifications.letters.enums import TROUBLED, DeliveryStatus, LetterActKind
from notifications.letters.models import Delivery, LetterAct
from notifications.letters.sending import send_waiting
from workflows.actors import Actor
from workflows.verdicts import Refused

CLOSED = "Clos par la CRESS."


@transaction.atomic
def resend_letter(delivery: Delivery, *, tries: int | None, actor: Actor) -> None:
    """Have it leave once more, for 72 hours from now, under the same Message-ID.

    `tries` is what was seen; raises Refused when it has moved on since, Forbidden for others than
    the direction.
    """
    _settle(
        delivery,
        LetterActKind.RESEND,
        tries,
        actor,
        status=DeliveryStatus.TO_SEND,
        made_at=timezone.now(),
        attempted_since=None,
        problem="",
    )
    send_waiting.enqueue()


@transaction.atomic
def close_letter(delivery: Delivery, *, tries: int | None, actor: Actor) -> None:
    """Leave it unsent, for good. `tries` and what is raised are those of `resend_letter`."""
    _settle(
        delivery,
        LetterActKind.CLOSE,
        tries,
        actor,
        status=DeliveryStatus.SKIPPED,
        problem=CLOSED,
    )


def _settle(
    delivery: Delivery, act: LetterActKind, tries: int | None, actor: Actor, **columns: Any
) -> None:
    DirectoryRules.cress_manager.require(actor, actor.user)
    seen = Delivery.objects.filter(
        pk=delivery.pk, status=delivery.status, tries=-1 if tries is None else tries
    )
    if delivery.status not in TROUBLED or not seen.update(
        retry_at=None, server_down=False, **columns
    ):
        raise Refused(
            "Cet e-mail a changé d’état depuis l’ouverture de la liste\u00a0: rien n’est fait."
        )
    LetterAct.objects.create(
        delivery=delivery,
        act=act,
        found=delivery.status,
        actor=actor.reference,
        at=timezone.now(),
    )
