"""Opening a referencing, writing each of its parts, and filing it under the charter signed."""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from directory.charters.models import CharterVersion
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.recognitions.models import Recognition
from labelling.instruction.operations import open_application, sign_and
from labelling.referencing.inputs import (
    Acceptances,
    ContactLog,
    EntryKey,
    MissionEntry,
    Offer,
    PersonEntry,
    Standing,
    Territory,
)
from labelling.referencing.models import Referencing, TrainedPerson
from workflows.actors import Actor
from workflows.engine import perform


def open_referencing(
    *,
    organisation: Organisation,
    actor: Actor,
    renews: Recognition | None = None,
    at: datetime | None = None,
) -> Referencing:
    """Open a draft for `organisation`, to renew its listing `renews` if it says so.

    Raises Refused when it already has an open one, or a listing that runs.
    """
    referencing = Referencing(
        organisation=organisation,
        renews=renews,
        kind=Referencing._meta.label_lower,
        title=organisation.name,
        opened_at=at or timezone.now(),
    )
    return open_application(referencing, actor=actor)


def state_standing(
    referencing: Referencing,
    *,
    esus_until: date | None,
    actor: Actor,
    seen: str | None = None,
    at: datetime | None = None,
) -> Referencing:
    """Write until when it is approved. `seen` is a `digest_of`, here and below: Stale after it."""
    given = Standing(esus_until)
    return perform(referencing, "state_standing", actor=actor, data=given, seen=seen, at=at)


def describe_offer(
    referencing: Referencing,
    *,
    offer: Offer,
    actor: Actor,
    seen: str | None = None,
    at: datetime | None = None,
) -> Referencing:
    """Write what the organisation does."""
    return perform(referencing, "describe_offer", actor=actor, data=offer, seen=seen, at=at)


def state_territory(
    referencing: Referencing,
    *,
    territory: Territory,
    actor: Actor,
    seen: str | None = None,
    at: datetime | None = None,
) -> Referencing:
    """Write where it does it."""
    return perform(referencing, "state_territory", actor=actor, data=territory, seen=seen, at=at)


@transaction.atomic
def write_person(
    referencing: Referencing,
    *,
    entry: PersonEntry,
    actor: Actor,
    seen: str | None = None,
    at: datetime | None = None,
) -> TrainedPerson:
    """Add or change somebody trained; `seen` is the history head of who is changed."""
    perform(referencing, "write_person", actor=actor, data=entry, seen=seen, at=at)
    # The application is locked until we commit: the last one added is ours.
    own = TrainedPerson.objects.listed().filter(referencing=referencing)
    person: TrainedPerson = own.get(pk=entry.pk) if entry.pk else own.latest("pk")
    return person


def remove_person(
    referencing: Referencing, *, pk: int, actor: Actor, at: datetime | None = None
) -> Referencing:
    """Take somebody off. Stale when they are off already."""
    return perform(referencing, "remove_person", actor=actor, data=EntryKey(pk), at=at)


def write_mission(
    referencing: Referencing,
    *,
    entry: MissionEntry,
    actor: Actor,
    seen: str | None = None,
    at: datetime | None = None,
) -> Referencing:
    """Add or change a mission; `seen` is the history head of the one changed."""
    return perform(referencing, "write_mission", actor=actor, data=entry, seen=seen, at=at)


def remove_mission(
    referencing: Referencing, *, pk: int, actor: Actor, at: datetime | None = None
) -> Referencing:
    """Take a mission off, its contact with it. Stale when it is off already."""
    return perform(referencing, "remove_mission", actor=actor, data=EntryKey(pk), at=at)


def accept_commitments(
    referencing: Referencing,
    *,
    version: CharterVersion,
    accepted: Mapping[str, Collection[int]],
    actor: Actor,
    at: datetime | None = None,
) -> Referencing:
    """Write which commitments of `version` are accepted. Refused when it is no longer in force."""
    given = Acceptances(version, accepted)
    return perform(referencing, "accept_commitments", actor=actor, data=given, at=at)


def log_contact(
    referencing: Referencing,
    *,
    log: ContactLog,
    actor: Actor,
    at: datetime | None = None,
) -> Referencing:
    """Write what a client said of a mission."""
    return perform(referencing, "log_contact", actor=actor, data=log, at=at)


def submit(
    referencing: Referencing,
    *,
    version: CharterVersion,
    user: User,
    name: str,
    function: str,
    at: datetime | None = None,
) -> Referencing:
    """Sign `version` as `name`, `function`, and file the application: both, or none."""
    return sign_and(
        "submit",
        referencing,
        version=version,
        user=user,
        signatory=name,
        function=function,
        at=at,
    )
