"""What people do with dossiers: verb functions over `perform`, keyword-only, atomic."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.charters.models import CharterVersion
from directory.charters.operations import sign
from directory.organisations.models import Organisation
from directory.people.models import User
from labelling.enums import Approach
from labelling.models import Dossier, Framework
from labelling.states import OPEN
from workflows.actors import Actor
from workflows.engine import create, perform
from workflows.verdicts import Refused, Unmet

Assembly = dict[str, Any]
Bodies = dict[str, dict[str, Any]]


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
    at = at or timezone.now()
    dossier = Dossier(
        organisation=organisation,
        approach=approach,
        framework=framework,
        kind=Dossier._meta.label_lower,
        title=organisation.name,
        opened_at=at,
    )
    try:
        with transaction.atomic():
            return create(dossier, actor=actor, action="open", at=at)
    except IntegrityError:
        existing = Dossier.objects.filter(organisation=organisation, state__in=OPEN).first()
        if existing is None:
            raise
        unmet = Unmet("other_dossier", "Votre structure a déjà un dossier ouvert.")
        raise Refused("Un seul dossier à la fois.", unmet=[unmet]) from None


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
    return perform(dossier, "sign_charter", actor=Actor.of(user), at=at, signature=signature)


def write_evidence(
    dossier: Dossier,
    *,
    principle: str,
    text: str,
    actor: Actor,
    seen: str | None = None,
    at: datetime | None = None,
) -> Dossier:
    """Write what the structure says of `principle`. Stale when someone wrote meanwhile."""
    return perform(
        dossier, "write_evidence", actor=actor, at=at, principle=principle, text=text, seen=seen
    )


def write_commitments(
    dossier: Dossier,
    *,
    commitments: str,
    actor: Actor,
    seen: str | None = None,
    at: datetime | None = None,
) -> Dossier:
    """Write the charter's free text: « Ma structure s’est engagée, à ce jour, sur ».

    `seen` is the digest of the text the person started from: Stale when someone wrote meanwhile.
    """
    return perform(
        dossier, "write_evidence", actor=actor, at=at, commitments=commitments, seen_digest=seen
    )


def describe_presentation(
    dossier: Dossier,
    *,
    assembly: Assembly | None,
    bodies: Bodies,
    actor: Actor,
    seen: str | None = None,
    at: datetime | None = None,
) -> Dossier:
    """Write the AG presentation and the internal ones, without moving the dossier.

    `assembly` holds the fields of AssemblyPresentation, None while nothing of it is known; `bodies`
    maps an internal body to `told_on` or `not_applicable`. `seen` is the `presentation_seal` of
    what the person started from: Stale when someone wrote meanwhile.
    """
    return perform(
        dossier,
        "describe_presentation",
        actor=actor,
        at=at,
        assembly=assembly,
        bodies=bodies,
        seen_presentation=seen,
    )


def request_complements(
    dossier: Dossier,
    *,
    items: Sequence[tuple[str, str]],
    due_on: date,
    actor: Actor,
    at: datetime | None = None,
) -> Dossier:
    """Ask the structure for `items`, (principle or "", request) pairs, by `due_on`."""
    return perform(
        dossier, "request_complements", actor=actor, at=at, items=list(items), due_on=due_on
    )


def answer_complement(
    dossier: Dossier,
    *,
    complement_id: int,
    answer: str,
    actor: Actor,
    seen: str | None = None,
    at: datetime | None = None,
) -> Dossier:
    """Answer one requested item. Stale when someone answered since the answer that was `seen`."""
    return perform(
        dossier,
        "answer_complement",
        actor=actor,
        at=at,
        complement_id=complement_id,
        answer=answer,
        seen=seen,
    )


def reassign(
    dossier: Dossier,
    *,
    assignee: User,
    actor: Actor,
    reason: str = "",
    seen: int | None = None,
    at: datetime | None = None,
) -> Dossier:
    """Put `assignee` in charge of the instruction, and of what it was asked.

    Stale when the person in charge is no longer the one that was `seen` (a key).
    """
    return perform(
        dossier, "reassign", actor=actor, at=at, reason=reason, assignee=assignee, seen=seen
    )


def assess_principle(
    dossier: Dossier,
    *,
    principle: str,
    finding: str,
    reasons: str,
    actor: Actor,
    seen: str | None = None,
    confirmed: bool = False,
    at: datetime | None = None,
) -> Dossier:
    """Write the instructor's finding on `principle`; `confirmed`: even if it says the same again.

    `seen` is the history head of the finding this one replaces, "" for none: Stale if another
    was recorded meanwhile.
    """
    return perform(
        dossier,
        "assess_principle",
        actor=actor,
        at=at,
        principle=principle,
        finding=finding,
        reasons=reasons,
        seen=seen,
        confirmed=confirmed,
    )
