"""Proposing a framework to the committee, and saying anew what it is."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.rulebook import DirectoryRules
from labelling.frameworks.enums import COVERABLE
from labelling.frameworks.inputs import FrameworkAccount
from labelling.frameworks.models import Coverage, Framework
from labelling.frameworks.rules import nothing_covered
from workflows.actors import Actor
from workflows.engine import create, perform
from workflows.numbering import next_number
from workflows.verdicts import Refused, Unmet

KNOWN = Unmet("name_taken", "Un référentiel porte déjà ce nom.", field="name")


@transaction.atomic
def propose_framework(
    account: FrameworkAccount, *, actor: Actor, at: datetime | None = None
) -> Framework:
    """Make a candidate of it, with its number and what it covers; whoever proposes it is in charge.

    Raises Forbidden for anyone but the CRESS; Refused when it covers nothing, or when another has
    its name.
    """
    DirectoryRules.cress_staff.require(actor, actor.user)
    if unmet := list(nothing_covered(account)):
        raise Refused("Ce référentiel ne peut pas encore être proposé.", unmet=unmet)
    at = at or timezone.now()
    framework = Framework(
        **account.facts,
        kind=Framework._meta.label_lower,
        reference=next_number(Framework.series, timezone.localdate(at).year),
        assignee=actor.user,
        opened_at=at,
    )
    try:
        with transaction.atomic():
            create(framework, actor=actor, action="propose", at=at)
    except IntegrityError:
        raise Refused("Ce référentiel est déjà connu.", unmet=[KNOWN]) from None
    for key in COVERABLE:
        if reasons := account.coverage.get(key, "").strip():
            covered = Coverage(framework=framework, principle=key, reasons=reasons)
            create(covered, actor=actor, action="propose", at=at)
    return framework


def describe_framework(
    framework: Framework, account: FrameworkAccount, *, actor: Actor, at: datetime | None = None
) -> Framework:
    """Say anew what a candidate is. Raises as `propose_framework`; Stale once it is decided."""
    try:
        with transaction.atomic():
            return perform(framework, "describe", actor=actor, data=account, at=at)
    except IntegrityError:
        raise Refused("Ce nom est pris.", unmet=[KNOWN]) from None
