"""What is done with charters: put a version in force, sign it."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from directory.charters.enums import CharterVersionState
from directory.charters.models import Charter, CharterVersion, Principle, Signature
from directory.memberships.representing import representations_in
from directory.memberships.rules import why_not_yet
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.rulebook import DirectoryRules
from workflows.actors import Actor
from workflows.engine import create, perform
from workflows.verdicts import Refused


def digest_of(text: str) -> str:
    """The SHA-256, in hexadecimal, of a charter's text: what a signature keeps."""
    return hashlib.sha256(text.encode()).hexdigest()


@transaction.atomic
def add_version(
    *,
    kind: str,
    title: str,
    text: str,
    principles: Sequence[tuple[str, str]],
    actor: Actor,
    at: datetime | None = None,
) -> CharterVersion:
    """Create the next draft version of the charter `kind`, with its (key, text) principles."""
    charter, _ = Charter.objects.get_or_create(kind=kind)
    # The charter row is the lock of its numbering.
    Charter.objects.select_for_update().get(pk=charter.pk)
    last = charter.versions.order_by("-number").first()
    version = CharterVersion(
        charter=charter,
        number=last.number + 1 if last else 1,
        title=title,
        text=text,
        digest=digest_of(text),
    )
    create(version, actor=actor, at=at)
    Principle.objects.bulk_create(
        Principle(version=version, key=key, position=position, text=words)
        for position, (key, words) in enumerate(principles, start=1)
    )
    return version


@transaction.atomic
def load_version(
    *,
    kind: str,
    title: str,
    text: str,
    principles: Sequence[tuple[str, str]],
    actor: Actor,
    at: datetime | None = None,
) -> tuple[CharterVersion, bool]:
    """Give the version of the charter `kind` with exactly this text, and whether it is new."""
    charter, _ = Charter.objects.get_or_create(kind=kind)
    Charter.objects.select_for_update().get(pk=charter.pk)
    known = charter.versions.filter(digest=digest_of(text)).first()
    if known is not None:
        return known, False
    version = add_version(
        kind=kind, title=title, text=text, principles=principles, actor=actor, at=at
    )
    return version, True


@transaction.atomic
def put_in_force(
    version: CharterVersion, *, actor: Actor, at: datetime | None = None
) -> CharterVersion:
    """Propose `version` if it is a draft, retire the one in force, and put it in force.

    Raises Stale when someone else put it in force, or retired it, meanwhile.
    """
    # The charter row is the lock of which version is in force.
    Charter.objects.select_for_update().get(pk=version.charter_id)
    if version.state == CharterVersionState.DRAFT:
        perform(version, "propose", actor=actor, at=at)
    current = CharterVersion.objects.filter(
        charter_id=version.charter_id, state=CharterVersionState.IN_FORCE
    )
    for previous in current:
        perform(previous, "supersede", actor=actor, at=at)
    return perform(version, "enact", actor=actor, at=at)


def sign(
    version: CharterVersion,
    *,
    organisation: Organisation,
    user: User,
    name: str,
    function: str,
    at: datetime | None = None,
) -> Signature:
    """Record that `user`, as `name`, `function`, signs `version` for `organisation`.

    Raises Forbidden unless they represent it, Refused while nobody confirmed that they do.
    """
    DirectoryRules.manage_organisation.require(Actor.of(user), organisation)
    unmet = list(why_not_yet(organisation, user, representations_in(organisation.pk)))
    if unmet:
        raise Refused("La charte n’est pas signée.", unmet=unmet)
    return Signature.objects.create(
        version=version,
        organisation=organisation,
        signed_by=user,
        name=name,
        function=function,
        digest=version.digest,
        signed_at=at or timezone.now(),
    )
