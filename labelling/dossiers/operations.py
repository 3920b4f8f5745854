"""Opening a dossier, and engaging the structure by signing the charter."""

from datetime import date, datetime

from django.utils import timezone

from directory.charters.models import CharterVersion
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.recognitions.models import Recognition
from labelling.dossiers.enums import Approach
from labelling.dossiers.inputs import AccompanimentEntry, AccompanimentKey
from labelling.dossiers.models import Dossier
from labelling.frameworks.models import Framework
from labelling.instruction.operations import open_application, sign_and
from workflows.actors import Actor
from workflows.engine import perform


def open_dossier(
    *,
    organisation: Organisation,
    approach: Approach,
    framework: Framework | None,
    actor: Actor,
    renews: Recognition | None = None,
    at: datetime | None = None,
) -> Dossier:
    """Open a draft dossier for `organisation`, to renew its label `renews` if it says so.

    Raises Refused when the organisation already has an open one, one at a time, or a label that
    runs.
    """
    dossier = Dossier(
        organisation=organisation,
        approach=approach,
        framework=framework,
        renews=renews,
        kind=Dossier._meta.label_lower,
        title=organisation.name,
        opened_at=at or timezone.now(),
    )
    return open_application(dossier, actor=actor)


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
    return sign_and(
        "sign_charter",
        dossier,
        version=version,
        user=user,
        signatory=name,
        function=function,
        at=at,
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
