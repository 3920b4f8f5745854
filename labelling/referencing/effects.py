"""What an accompanist and the instructor write beside the application, in the same transaction."""

from typing import Any

from directory.accompaniments.models import Accompaniment
from directory.accompaniments.operations import correct, declare, take_back
from labelling.instruction.records import write_record
from labelling.referencing.inputs import (
    Acceptances,
    ContactLog,
    EntryKey,
    MissionEntry,
    PersonEntry,
)
from labelling.referencing.models import (
    Acceptance,
    Mission,
    MissionContact,
    ReferenceCheck,
    TrainedPerson,
)
from labelling.rulebook import LabellingRules
from workflows.engine import amend, create
from workflows.rules import Context
from workflows.verdicts import Stale

MISSION_FIELDS = (
    "client",
    "client_name",
    "year",
    "ended_on",
    "theme",
    "description",
    "with_ess",
    "on_improvement",
    "publishable",
)


@LabellingRules.write_person.does
def write_person(context: Context) -> None:
    """Somebody trained, new or changed."""
    given = context.given(PersonEntry)
    values = {"name": given.name, "trained_on": given.trained_on}
    _write_entry(TrainedPerson, context, given.pk, values)


@LabellingRules.remove_person.does
def remove_person(context: Context) -> None:
    _remove(TrainedPerson, context)


@LabellingRules.write_mission.does
def write_mission(context: Context) -> None:
    """A mission, new or changed, and who may be asked about it."""
    given = context.given(MissionEntry)
    values: dict[str, Any] = {name: getattr(given, name) for name in MISSION_FIELDS}
    values["accompaniment"] = _accompaniment(context, given)
    contact = _contact(given)
    if contact is None:  # nothing of it changed: its seal stays
        _write_entry(Mission, context, given.pk, values)
        return
    values["contact_seal"] = contact.seal
    contact.mission = _write_entry(Mission, context, given.pk, values)
    contact.save()


@LabellingRules.remove_mission.does
def remove_mission(context: Context) -> None:
    """What is taken off needs its contact no more, and keeps nobody from deciding."""
    mission = _remove(Mission, context)
    if mission.accompaniment:
        take_back(mission.accompaniment, context)
    MissionContact.objects.filter(mission=mission).delete()


@LabellingRules.write_acceptances.does
def write_acceptances(context: Context) -> None:
    """The commitments accepted, one record a group; what did not change leaves no row."""
    given = context.given(Acceptances)
    for group, ranks in given.accepted.items():
        write_record(
            Acceptance,
            context,
            lookup={"referencing_id": context.case.pk, "group": group},
            values={"version": given.version, "accepted": sorted(ranks)},
        )


@LabellingRules.log_contact.does
def log_contact(context: Context) -> None:
    """What a client said, to whom and when: a new record each time."""
    given = context.given(ContactLog)
    create(
        ReferenceCheck(
            mission_id=given.mission_id,
            made_by=context.actor.user,
            made_on=given.made_on,
            channel=given.channel,
            said=given.said,
        ),
        actor=context.actor,
        action=context.action,
        at=context.at,
    )


def _accompaniment(context: Context, given: MissionEntry) -> Accompaniment | None:
    """What keeps the people of the accompanist from deciding of a client on record."""
    known = _entry(Mission, context, given.pk).accompaniment if given.pk else None
    if given.client is None:
        if known:
            take_back(known, context)
        return None
    if known is None:
        return declare(
            context,
            accompanist=context.case.organisation,
            client=given.client,
            ended_on=given.over_on,
        )
    correct(known, context, client=given.client, ended_on=given.over_on)
    return known


def _contact(given: MissionEntry) -> MissionContact | None:
    """The contact to save, sealed anew; None when it is there already, word for word."""
    known = MissionContact.objects.filter(mission_id=given.pk).first() if given.pk else None
    words = (given.contact.name, given.contact.email, given.contact.phone)
    if known and words == (known.name, known.email, known.phone):
        return None
    found = known or MissionContact()
    found.name, found.email, found.phone = words
    found.salt = MissionContact.new_salt()
    return found


def _write_entry(model: type[Any], context: Context, pk: int | None, values: dict[str, Any]) -> Any:
    if pk is None:
        made = model(referencing_id=context.case.pk, **values)
        return create(made, actor=context.actor, action=context.action, at=context.at)
    return amend(
        _entry(model, context, pk),
        action=context.action,
        actor=context.actor,
        at=context.at,
        seen=context.seen,
        **values,
    )


def _remove(model: type[Any], context: Context) -> Any:
    return amend(
        _entry(model, context, context.given(EntryKey).pk),
        action=context.action,
        actor=context.actor,
        at=context.at,
        removed_at=context.at,
    )


def _entry(model: type[Any], context: Context, pk: int) -> Any:
    found = model.objects.listed().filter(referencing_id=context.case.pk, pk=pk).first()
    if found is None:
        raise Stale("Cette ligne a été retirée depuis que vous avez ouvert la page.")
    return found
