"""Opening a dossier, and engaging the structure by signing the charter."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from directory.charters.models import CharterVersion
from directory.charters.operations import sign
from directory.organisations.models import Organisation
from directory.people.models import User
from labelling.dossiers.enums import Approach
from labelling.dossiers.inputs import AccompanimentEntry, AccompanimentKey
from labelling.dossiers.models import Dossier
from labelling.frameworks.models import Framework
from labelling.instruction.inputs import SignedCharter
from labelling.instruction.operations import open_application
from workflows.actors import Actor
from workflows.engine import perform


def open_dossier(
    *,
    organisation: Organisation,
    approach: Approach,
    framework: Framework | None,
    actor: Actor,
    at: datetime | None = None,
) -> Dossier:
    """Open a draft dossier for `organisation`.

    Raises Refused when the organisation already has an open one: one at a time.
    """
    dossier = Dossier(
        organisation=organisation,
        approach=approach,
        framework=framework,
        kind=Dossier._meta.label_lower,
        title=organisation.name,
        opened_at=at or timezone.now(),
    )
    return open_application(dossier, actor=actor)


@transaction.atomic
def sign_charter(
    dossier: Dossier,
    *,
    version: CharterVersion,
    user: User,
    name: str,
    function: str,
    at: datetime | None = None,
) -> Dossier:
    """Sign `version` as `name`, `function`, and commit the dossier under it."""
    signature = sign(
        version,
        organisation=dossier.organisation,
        user=user,
        name=name,
        function=function,
        at=at,
    )
    return perform(
        dossier, "sign_charter", actor=Actor.of(user), at=at, data=SignedCharter(signature)
    )


def declare_accompaniment(
    dossier: Dossier,
    *,
    accompanist: Organisation,
    started_on: date | None,
    ended_on: date | None,
    actor: Actor,
    at: datetime | None = None,
) -> Dossier:
    """Say that `accompanist` accompanies the structure, or did; no end while it goes on."""
    given = AccompanimentEntry(accompanist, started_on, ended_on)
    return perform(dossier, "declare_accompaniment", actor=actor, data=given, at=at)


def take_accompaniment_back(
    dossier: Dossier, *, pk: int, actor: Actor, at: datetime | None = None
) -> Dossier:
    """It was declared by mistake. Stale when it is taken back already."""
    given = AccompanimentKey(pk)
    return perform(dossier, "take_accompaniment_back", actor=actor, data=given, at=at)
