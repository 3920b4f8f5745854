"""Flagging the address that takes nothing, and finding that it does again."""

from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone

from directory.people.models import User
from directory.rulebook import DirectoryRules
from notifications.addresses.enums import Finding
from notifications.addresses.models import AddressFlag
from workflows.actors import Actor
from workflows.outbox.events import Event, emit
from workflows.verdicts import Refused

MAILER = Actor.system("mail")
# In the transaction that lifts the flag of `user`: what waited for it may leave.
address_mended = Signal()


@transaction.atomic
def flag_address(user: Any, address: str, *, finding: Finding, problem: str) -> bool:
    """Note that `address` takes nothing, as its server said in `problem`; tell its person and the
    direction. False when it is known already, or no longer theirs.
    """
    person = User.objects.select_for_update().get(pk=user.pk)
    if person.email != address or person.is_unreachable:
        return False
    AddressFlag.objects.of(person).standing().update(
        lifted_at=timezone.now(), lifted_by=MAILER.reference
    )
    flag = AddressFlag.objects.create(
        user=person, address=address, finding=finding, problem=problem, since=timezone.now()
    )
    User.objects.filter(pk=person.pk).update(failing_email=address)
    emit(Event.of(flag, "raise", actor=MAILER))
    return True


@transaction.atomic
def lift_flag(flag: AddressFlag, *, actor: Actor) -> None:
    """Say that this address takes letters again; raises Refused when it was said already.

    Forbidden for others than its person and the direction.
    """
    if actor.user is None or actor.user.pk != flag.user_id:
        DirectoryRules.cress_manager.require(actor, actor.user)
    person = User.objects.select_for_update().get(pk=flag.user_id)
    if not _lift(person, actor):
        raise Refused("Cette adresse n’est plus signalée\u00a0: il n’y a rien à faire.")


@transaction.atomic
def lift_corrected(user: Any) -> None:
    """Forget the flag of an address that is no longer that of `user`."""
    person = User.objects.select_for_update().get(pk=user.pk)
    if person.failing_email and not person.is_unreachable:
        _lift(person, MAILER)


def _lift(person: User, actor: Actor) -> bool:
    standing = AddressFlag.objects.of(person).standing()
    lifted = standing.update(lifted_at=timezone.now(), lifted_by=actor.reference)
    User.objects.filter(pk=person.pk).update(failing_email="")
    address_mended.send(sender=AddressFlag, user=person)
    return bool(lifted)
