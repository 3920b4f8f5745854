"""Assessing, asking for complements, answering them, confiding an application to another."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.charters.models import CharterVersion
from directory.charters.operations import sign
from directory.organisations.models import Organisation
from directory.people.models import User
from directory.recognitions.enums import RecognitionKind
from labelling.instruction.held.running import what_keeps
from labelling.instruction.inputs import (
    ComplementAnswer,
    ComplementRequests,
    CriterionAssessment,
    Reassignment,
    SignedCharter,
)
from labelling.instruction.models import Application
from labelling.instruction.states import OPEN
from workflows.actors import Actor
from workflows.engine import create, perform
from workflows.verdicts import Refused, Unmet

Kind = TypeVar("Kind", bound=Application)
NOT_BESIDE: dict[RecognitionKind | None, str] = {
    RecognitionKind.LABEL: "Votre structure a déjà un label\u00a0: il se renouvelle.",
    RecognitionKind.ACCOMPANIST: "Votre organisation est déjà référencée\u00a0: son référencement "
    "se renouvelle.",
}


def open_application(application: Kind, *, actor: Actor) -> Kind:
    """Write `application`, a draft, which says of whom it is, of what kind, and when it is opened.

    Raises Refused when its organisation has an open one of that kind already, one at a time; or a
    recognition that runs, which is renewed and not asked for again.
    """
    organisation = application.organisation_id
    try:
        with transaction.atomic():
            # An appeal opens an application again, and looks for this one.
            Organisation.objects.select_for_update(no_key=True).get(pk=organisation)
            _require_none_running(application)
            return create(application, actor=actor, action="open", at=application.opened_at)
    except IntegrityError:
        others = type(application).objects.filter(organisation=organisation, state__in=OPEN)
        if not others.exists():
            raise
        unmet = Unmet(
            "other_dossier",
            "Votre structure a déjà un dossier ouvert.",
            others.latest("pk").get_absolute_url(),
            "Continuez celui qui est ouvert.",
        )
        raise Refused("Un seul dossier à la fois.", unmet=[unmet]) from None


def _require_none_running(application: Application) -> None:
    """A first one opened beside it would be a renewal before its time, with nothing to compare."""
    if application.renews_id is not None:
        return
    kind, organisation = type(application), application.organisation_id
    kept = what_keeps(organisation, kind, timezone.localdate(application.opened_at))
    # Another that is open is what its people are told of: they go on with it.
    if kept and not kind.objects.filter(organisation=organisation, state__in=OPEN).exists():
        raise Refused(NOT_BESIDE[kind.grants], unmet=[kept], not_yet=True)


@transaction.atomic
def sign_and(
    name: str,
    application: Kind,
    *,
    version: CharterVersion,
    user: User,
    signatory: str,
    function: str,
    at: datetime | None = None,
) -> Kind:
    """Sign `version` as `signatory`, `function`, and do `name` under it: both, or none."""
    signature = sign(
        version,
        organisation=application.organisation,
        user=user,
        name=signatory,
        function=function,
        at=at,
    )
    given = SignedCharter(signature)
    return perform(application, name, actor=Actor.of(user), at=at, data=given)


def request_complements(
    application: Kind,
    *,
    items: Sequence[tuple[str, str]],
    due_on: date | None,
    actor: Actor,
    at: datetime | None = None,
) -> Kind:
    """Ask the organisation for `items`, (criterion or "", request) pairs, by `due_on`."""
    given = ComplementRequests(list(items), due_on)
    return perform(application, "request_complements", actor=actor, data=given, at=at)


def answer_complement(
    application: Kind,
    *,
    complement_id: int,
    answer: str,
    actor: Actor,
    seen: str | None = None,
    at: datetime | None = None,
) -> Kind:
    """Answer one requested item. Stale when someone answered since the answer that was `seen`."""
    given = ComplementAnswer(complement_id, answer)
    return perform(application, "answer_complement", actor=actor, data=given, seen=seen, at=at)


def reassign(
    application: Kind,
    *,
    assignee: User,
    actor: Actor,
    reason: str = "",
    seen: int | None = None,
    at: datetime | None = None,
) -> Kind:
    """Put `assignee` in charge of the instruction, and of what it was asked.

    Stale when the person in charge is no longer the one that was `seen` (a key).
    """
    return perform(
        application,
        "reassign",
        actor=actor,
        data=Reassignment(assignee),
        reason=reason,
        seen=None if seen is None else str(seen),
        at=at,
    )


def assess_criterion(
    application: Kind,
    *,
    criterion: str,
    finding: str,
    reasons: str,
    actor: Actor,
    seen: str | None = None,
    confirmed: bool = False,
    at: datetime | None = None,
) -> Kind:
    """Write the instructor's finding on `criterion`; `confirmed`: even if it says the same again.

    `seen` is the history head of the finding this one replaces, "" for none: Stale if another
    was recorded meanwhile.
    """
    given = CriterionAssessment(criterion, finding, reasons, confirmed)
    return perform(application, "assess", actor=actor, data=given, seen=seen, at=at)
