"""What a referencing must be before it is filed, and what each thing written in it must be."""

from collections.abc import Iterator

from directory.annuaire.enums import Domain
from directory.charters.models import CharterVersion
from directory.organisations.departments import DEPARTMENTS
from labelling.instruction.guards import unclean_files
from labelling.instruction.links import page_url
from labelling.referencing.inputs import (
    Acceptances,
    ContactLog,
    MissionEntry,
    Offer,
    PersonEntry,
    Standing,
    Territory,
)
from labelling.referencing.models import Mission
from labelling.referencing.reading.completeness import part_statuses
from labelling.referencing.reading.contents import contents_in
from labelling.rulebook import LabellingRules
from workflows.presentation.french import enumerate_french, format_date
from workflows.rules import Context
from workflows.verdicts import Unmet


@LabellingRules.parts_complete.checks("chaque partie du dossier est complète")
def parts_complete(context: Context) -> Iterator[Unmet]:
    for status in part_statuses(context.case, context.once(contents_in)):
        if status.missing:
            message = f"Compléter la partie {status.position}\u00a0: {status.label}"
            yield Unmet(f"{status.key}_missing", message, status.url, status.hint)


@LabellingRules.referencing_files_clean.checks("aucune pièce n’attend l’analyse ni n’est refusée")
def referencing_files_clean(context: Context) -> Iterator[Unmet]:
    return unclean_files(context.case, context.once(contents_in).files)


@LabellingRules.approval_running.checks("l’agrément ESUS court encore", needs_data=True)
def approval_running(context: Context) -> Iterator[Unmet]:
    until = context.given(Standing).esus_until
    if until is not None and until < context.today:
        yield Unmet(
            "approval_ended",
            f"Cet agrément a pris fin le {format_date(until)}. Indiquez la date de fin d’un "
            "agrément en cours.",
            field="esus_until",
        )


@LabellingRules.domains_known.checks("les domaines sont parmi les six", needs_data=True)
def domains_known(context: Context) -> Iterator[Unmet]:
    if set(context.given(Offer).domains) - set(Domain.values):
        yield Unmet("no_such_domain", "Choisissez parmi les six domaines.", field="domains")


@LabellingRules.departments_of_france.checks("les départements sont en France", needs_data=True)
def departments_of_france(context: Context) -> Iterator[Unmet]:
    unknown = [code for code in context.given(Territory).departments if code not in DEPARTMENTS]
    if unknown:
        named = enumerate_french([f"«\u00a0{code}\u00a0»" for code in unknown])
        yield Unmet(
            "outside_france",
            f"{named} n’est pas un département français. L’annuaire présente des interventions en "
            "France, à distance comprise.",
            field="departments",
        )


@LabellingRules.training_past.checks("la formation a eu lieu", needs_data=True)
def training_past(context: Context) -> Iterator[Unmet]:
    if context.given(PersonEntry).trained_on > context.today:
        yield Unmet(
            "training_in_future",
            "Cette date est à venir. Indiquez quand la formation a été suivie.",
            field="trained_on",
        )


@LabellingRules.mission_dated.checks("la mission a eu lieu, ou a commencé", needs_data=True)
def mission_dated(context: Context) -> Iterator[Unmet]:
    given = context.given(MissionEntry)
    if given.client is not None and given.client.pk == context.case.organisation_id:
        yield Unmet(
            "own_mission",
            "Une référence est une mission pour une autre organisation que la vôtre.",
            field="client",
        )
    if given.year > context.today.year:
        yield Unmet(
            "mission_in_future",
            "Cette année est à venir. Une référence est une mission faite, ou commencée.",
            field="year",
        )
    elif given.ended_on and given.ended_on.year < given.year:
        yield Unmet(
            "mission_ended_before",
            f"Cette fin est avant {given.year}, l’année de la mission.",
            field="ended_on",
        )


@LabellingRules.mission_named_once.checks("la référence n’est pas déjà donnée", needs_data=True)
def mission_named_once(context: Context) -> Iterator[Unmet]:
    """The application's row is locked: two people who add the same at once are told so."""
    given = context.given(MissionEntry)
    for other in Mission.objects.listed().filter(referencing_id=context.case.pk):
        if other.pk != given.pk and other.is_that_of(
            given.client, given.client_name, given.year, given.theme
        ):
            yield Unmet(
                "same_mission",
                "Vous avez déjà donné cette référence\u00a0: même client, même année, même thème. "
                "Deux fois la même ne compte que pour une.",
                field="client",
            )
            return


@LabellingRules.wording_in_force.checks("les engagements sont ceux en vigueur", needs_data=True)
def wording_in_force(context: Context) -> Iterator[Unmet]:
    in_force = CharterVersion.objects.in_force(context.case.charter)
    if in_force is None or in_force.pk != context.given(Acceptances).version.pk:
        yield Unmet(
            "charter_replaced",
            "La charte a changé depuis que vous l’avez ouverte. Relisez ses engagements.",
            page_url("commitments", context.case),
        )


@LabellingRules.contact_past.checks("le contact a été pris", needs_data=True)
def contact_past(context: Context) -> Iterator[Unmet]:
    given = context.given(ContactLog)
    if given.made_on > context.today:
        yield Unmet("contact_in_future", "Cette date est à venir.", field="made_on")
    own = Mission.objects.listed().filter(referencing_id=context.case.pk)
    if not own.filter(pk=given.mission_id).exists():
        yield Unmet("no_such_mission", "Cette référence n’est pas de ce dossier.")
