"""Revising a charter, one act after another."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.charters.models import Charter, CharterVersion
from directory.organisations.models import Organisation
from directory.rulebook import DirectoryRules
from labelling.revisions.inputs import (
    Alignment,
    ConsultationPlan,
    HolderAnswer,
    PartyAnswer,
    PartyAsked,
    RevisionAccount,
)
from labelling.revisions.models import CharterRevision
from labelling.revisions.policies import holders
from workflows.actors import Actor
from workflows.engine import create, perform
from workflows.numbering import next_number
from workflows.verdicts import Refused, Unmet


@transaction.atomic
def open_revision(
    charter: Charter, account: RevisionAccount, *, actor: Actor, at: datetime | None = None
) -> CharterRevision:
    """Begin a new text of `charter`, as `account` says it; whoever opens it is in charge.

    Raises Forbidden for anyone but the direction of the CRESS; Refused as `describe` does, and
    when another revision of the same charter is under way.
    """
    DirectoryRules.cress_manager.require(actor, charter)
    at = at or timezone.now()
    revision = CharterRevision(
        kind=CharterRevision._meta.label_lower,
        reference=next_number(CharterRevision.series, timezone.localdate(at).year),
        title=f"Révision de la {charter.get_kind_display().lower()}",
        assignee=actor.user,
        opened_at=at,
        charter=charter,
        replaces=CharterVersion.objects.in_force(charter.kind),
        in_force_on=account.in_force_on,
    )
    try:
        with transaction.atomic():
            create(revision, actor=actor, action="open", at=at)
    except IntegrityError:
        unmet = Unmet("revision_open", "Une révision de cette charte est déjà en cours.")
        raise Refused("Une révision à la fois.", unmet=[unmet]) from None
    return perform(revision, "describe", actor=actor, data=account, at=at)


def describe_revision(
    revision: CharterRevision,
    account: RevisionAccount,
    *,
    actor: Actor,
    expected: str | None = None,
    at: datetime | None = None,
) -> CharterRevision:
    """Write its text anew."""
    return perform(revision, "describe", actor=actor, data=account, expected=expected, at=at)


def open_consultation(
    revision: CharterRevision, *, until: date, actor: Actor, at: datetime | None = None
) -> CharterRevision:
    """Ask those who hold what the charter grants, until the day `until` included."""
    plan = ConsultationPlan(until, holders(revision).count())
    return perform(revision, "open_consultation", actor=actor, data=plan, at=at)


def ask_party(
    revision: CharterRevision, *, name: str, actor: Actor, at: datetime | None = None
) -> CharterRevision:
    """Write that `name` is asked as well."""
    return perform(revision, "ask_party", actor=actor, data=PartyAsked(name), at=at)


def record_answer(
    revision: CharterRevision,
    *,
    party: int,
    position: str,
    words: str,
    actor: Actor,
    at: datetime | None = None,
) -> CharterRevision:
    """Write what the one whose key is `party` answered."""
    given = PartyAnswer(party, position, words)
    return perform(revision, "record_answer", actor=actor, data=given, at=at)


def give_opinion(
    revision: CharterRevision,
    *,
    organisation: Organisation,
    position: str,
    words: str,
    actor: Actor,
    at: datetime | None = None,
) -> CharterRevision:
    """Answer for `organisation`, which holds what the charter grants."""
    given = HolderAnswer(organisation, position, words)
    return perform(revision, "give_opinion", actor=actor, data=given, at=at)


def align(
    revision: CharterRevision,
    *,
    organisation: Organisation,
    name: str,
    function: str,
    words: str,
    actor: Actor,
    at: datetime | None = None,
) -> CharterRevision:
    """Sign the new text for `organisation`, as `name`, `function`, and say what it shows of it."""
    given = Alignment(organisation, name, function, words)
    return perform(revision, "align", actor=actor, data=given, at=at)
