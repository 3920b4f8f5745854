"""Opening a renewal, with what the former application holds; and its report of the period."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from directory.recognitions.models import Recognition
from labelling.dossiers.enums import Approach
from labelling.dossiers.inputs import FormerDossier, TermAccount
from labelling.dossiers.models import Dossier
from labelling.dossiers.operations import open_dossier
from labelling.evidence.operations import named
from labelling.frameworks.models import Framework
from labelling.referencing.inputs import Offer, PersonEntry, Territory
from labelling.referencing.models import Referencing, TrainedPerson
from labelling.referencing.models.referencing import OFFER, TERRITORY
from labelling.referencing.operations import (
    describe_offer,
    open_referencing,
    state_territory,
    write_person,
)
from labelling.renewal.opening import obstacles
from labelling.rulebook import LabellingRules
from workflows.actors import Actor
from workflows.engine import perform
from workflows.verdicts import Refused

NOT_YET = "Ce n’est pas encore le moment de le renouveler."
NOT_RENEWED = "Il ne peut pas être renouvelé."


@transaction.atomic
def open_renewal(
    recognition: Recognition,
    *,
    approach: Approach,
    framework: Framework | None,
    actor: Actor,
    at: datetime | None = None,
) -> Dossier:
    """Open the dossier that renews the label `recognition`, with the texts and files of the one
    that it was granted for.

    What is bound to time is not taken: the signature, the assembly, the internal bodies told.
    Raises Forbidden; Refused before its time, twice, or while the structure has another dossier.
    """
    at = at or timezone.now()
    _require_renewable(recognition, actor, at)
    made = open_dossier(
        organisation=recognition.organisation,
        approach=approach,
        framework=framework,
        renews=recognition,
        actor=actor,
        at=at,
    )
    former = Dossier.objects.filter(pk=recognition.case_id).first()
    if former is None:  # the label was granted elsewhere, before this site
        return made
    return perform(
        made,
        "take_over",
        actor=actor,
        data=FormerDossier(former.pk),
        reason=f"Renouvellement du label {recognition.number}, à partir du {named(former)}.",
        at=at,
    )


@transaction.atomic
def open_listing_renewal(
    recognition: Recognition, *, actor: Actor, at: datetime | None = None
) -> Referencing:
    """Open the application that renews the listing `recognition`, with its offer, where it works
    and who is trained.

    References, pieces, approval and commitments are those of the day: they are asked anew. Raises
    as `open_renewal`.
    """
    at = at or timezone.now()
    _require_renewable(recognition, actor, at)
    made = open_referencing(
        organisation=recognition.organisation, renews=recognition, actor=actor, at=at
    )
    former = Referencing.objects.filter(pk=recognition.case_id).first()
    if former is None:
        return made
    offer = Offer(**{name: getattr(former, name) for name in OFFER})
    territory = Territory(**{name: getattr(former, name) for name in TERRITORY})
    made = describe_offer(made, offer=offer, actor=actor, at=at)
    made = state_territory(made, territory=territory, actor=actor, at=at)
    for person in TrainedPerson.objects.listed().filter(referencing=former).order_by("pk"):
        entry = PersonEntry(person.name, person.trained_on)
        write_person(made, entry=entry, actor=actor, at=at)
    return made


def report_term(
    dossier: Dossier,
    *,
    account: TermAccount,
    actor: Actor,
    seen: str | None = None,
    at: datetime | None = None,
) -> Dossier:
    """Write the report of the period. Stale when someone wrote since the head that was `seen`."""
    return perform(dossier, "report_term", actor=actor, data=account, seen=seen, at=at)


def _require_renewable(recognition: Recognition, actor: Actor, at: datetime) -> None:
    """Its row is locked: time, a sanction, another tab wait for us, or are seen here."""
    LabellingRules.renew_recognition.require(actor, recognition)
    locked = Recognition.objects.locked().get(pk=recognition.pk)
    require_no_obstacle(locked, timezone.localdate(at))


def require_no_obstacle(recognition: Recognition, today: date) -> None:
    """Raises Refused: for now when it is only too early, else with what was done or ended."""
    unmet = list(obstacles(recognition, today))
    if not unmet:
        return
    not_yet = all(item.code in ("too_early", "not_begun") for item in unmet)
    raise Refused(NOT_YET if not_yet else NOT_RENEWED, unmet=unmet, not_yet=not_yet)
