"""The conditions of a dossier's transitions, each with a link to where it is met."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.urls import reverse

from directory.charters.enums import CharterKind, CharterVersionState, PrincipleKey
from directory.organisations.legal_forms import eligibility
from directory.recognitions.validity import add_months
from labelling.enums import InternalBody
from labelling.models import AssemblyPresentation, Dossier
from labelling.progress import principle_statuses
from labelling.states import OPEN
from workflows.correspondence.operations import MESSAGE_SLOT
from workflows.models import ScanStatus
from workflows.policies import get_policy
from workflows.presentation.french import format_date
from workflows.rules import Context, guard
from workflows.verdicts import Unmet

ASSEMBLY_TOO_OLD = (
    "Cette AG est trop ancienne\u00a0: la présentation doit dater de moins de dix-huit mois."
)


def page(name: str, dossier: Dossier, *args: str) -> str:
    """The URL of one of the dossier's pages."""
    return reverse(f"labelling:{name}", args=[dossier.pk, *args])


@guard("labelling.charter_in_force", label="la charte signée est en vigueur", needs_data=True)
def charter_in_force(context: Context) -> Iterator[Unmet]:
    signature = context.data.get("signature")
    if signature is None:
        yield Unmet("unsigned", "La charte n’est pas signée.", page("sign", context.case))
        return
    version = signature.version
    if version.state != CharterVersionState.IN_FORCE or (
        version.charter.kind != CharterKind.STRUCTURES
    ):
        yield Unmet(
            "charter_replaced",
            "Cette version de la charte n’est plus en vigueur.",
            page("sign", context.case),
            "Relisez et signez la version en vigueur.",
        )
    if signature.organisation_id != context.case.organisation_id:
        yield Unmet("other_organisation", "Cette signature engage une autre organisation.")


@guard("labelling.organisation_eligible", label="la structure relève de l’ESS")
def organisation_eligible(context: Context) -> Iterator[Unmet]:
    organisation = context.case.organisation
    verdict = eligibility(
        organisation.legal_form,
        esus=organisation.esus,
        declared_cooperative=organisation.declared_cooperative,
    )
    if verdict.reason_fr:
        yield Unmet(
            "not_eligible",
            verdict.reason_fr,
            reverse("directory:organisation", args=[organisation.pk]),
        )


@guard("labelling.assembly_date_valid", label="l’AG est passée et récente", needs_data=True)
def assembly_date_valid(context: Context) -> Iterator[Unmet]:
    assembly = context.data.get("assembly")
    if assembly is None:
        return
    if assembly["held_on"] > context.today:
        yield Unmet(
            "assembly_in_future",
            "Cette date est à venir. Indiquez une AG déjà tenue.",
            field="held_on",
        )
    elif _too_old(assembly["held_on"], context.today):
        yield Unmet("assembly_too_old", ASSEMBLY_TOO_OLD, field="held_on")


@guard("labelling.attendance_consistent", label="les présents sont des membres", needs_data=True)
def attendance_consistent(context: Context) -> Iterator[Unmet]:
    assembly = context.data.get("assembly")
    if assembly and assembly["present_count"] > assembly["member_count"]:
        yield Unmet(
            "more_present_than_members",
            "Il ne peut pas y avoir plus de présents que de membres.",
            field="present_count",
        )


@guard("labelling.bodies_told_already", label="les instances sont déjà informées", needs_data=True)
def bodies_told_already(context: Context) -> Iterator[Unmet]:
    for body, values in context.data.get("bodies", {}).items():
        if values["told_on"] and values["told_on"] > context.today:
            yield Unmet(
                "told_in_future",
                "Cette date est à venir. Indiquez quand l’instance a été informée.",
                field=f"{body}_told_on",
            )


@guard("labelling.assembly_recorded", label="l’AG est décrite, procès-verbal joint")
def assembly_recorded(context: Context) -> Iterator[Unmet]:
    dossier = context.case
    where = page("presentation", dossier)
    if not AssemblyPresentation.objects.filter(dossier=dossier).exists():
        yield Unmet("no_assembly", "Décrire la présentation en assemblée générale", where)
    minutes = dossier.attachments.filter(
        slot=AssemblyPresentation.MINUTES_SLOT, removed_at__isnull=True
    )
    if not minutes.exists():
        yield Unmet("no_minutes", "Joindre le procès-verbal de l’AG", where)


@guard("labelling.assembly_recent", label="l’AG date de moins de dix-huit mois")
def assembly_recent(context: Context) -> Iterator[Unmet]:
    """Asked again at each step: a dossier may wait for years between two of them."""
    assembly = AssemblyPresentation.objects.filter(dossier=context.case).first()
    if assembly and _too_old(assembly.held_on, context.today):
        where = page("presentation", context.case)
        yield Unmet("assembly_too_old", ASSEMBLY_TOO_OLD, where, "Décrivez une AG plus récente.")


def _too_old(held_on: date, today: date) -> bool:
    return add_months(held_on, settings.OSE_DELAYS["presentation_max_age_months"]) <= today


@guard("labelling.internal_bodies_told", label="CA, salariés et CSE sont informés, ou sans objet")
def internal_bodies_told(context: Context) -> Iterator[Unmet]:
    told = set(context.case.internal_presentations.values_list("body", flat=True))
    for body in InternalBody:
        if body not in told:
            yield Unmet(
                f"{body}_not_told",
                f"Dire comment cette instance a été informée\u00a0: {body.label}",
                page("presentation", context.case) + f"#id_{body}_told_on",
                "Ou pourquoi elle est sans objet.",
            )


@guard("labelling.principles_evidenced", label="les six principes sont étayés")
def principles_evidenced(context: Context) -> Iterator[Unmet]:
    for status in principle_statuses(context.case):
        if status.state != "done":
            where = (
                page("presentation", context.case)
                if status.key == PrincipleKey.PRESENTATION
                else page("principle", context.case, status.key)
            )
            yield Unmet(
                f"{status.key}_missing",
                f"Étayer le principe {status.position} : {status.label}",
                where,
                status.hint,
            )


@guard("labelling.commitments_written", label="les engagements à ce jour sont écrits")
def commitments_written(context: Context) -> Iterator[Unmet]:
    if not context.case.commitments.strip():
        yield Unmet(
            "no_commitments",
            "Écrire ce sur quoi votre structure s’est engagée à ce jour",
            page("commitments", context.case),
            "Quelques lignes suffisent\u00a0: c’est l’espace libre de la charte.",
        )


@guard("labelling.files_clean", label="aucune pièce n’attend l’analyse ni n’est refusée")
def files_clean(context: Context) -> Iterator[Unmet]:
    blocking = context.case.attachments.filter(
        removed_at__isnull=True, scan__in=[ScanStatus.PENDING, ScanStatus.INFECTED]
    ).exclude(slot=MESSAGE_SLOT)
    for attachment in blocking:
        if attachment.scan == ScanStatus.PENDING:
            message = f"La pièce «\u00a0{attachment.name}\u00a0» est en cours d’analyse"
            hint = "Cela prend d’ordinaire moins d’une minute."
        else:
            message = f"La pièce «\u00a0{attachment.name}\u00a0» a été refusée à l’analyse"
            hint = "Retirez-la, puis envoyez un fichier sain."
        yield Unmet("file_not_clean", message, page("detail", context.case), hint)


@guard("labelling.no_other_open_dossier", label="la structure n’a pas d’autre dossier ouvert")
def no_other_open_dossier(context: Context) -> Iterator[Unmet]:
    others = Dossier.objects.filter(
        organisation_id=context.case.organisation_id, state__in=OPEN
    ).exclude(pk=context.case.pk)
    for other in others:
        yield Unmet(
            "other_dossier", "Un autre dossier est déjà ouvert", page("detail", other), str(other)
        )


@guard("labelling.complements_named", label="au moins une demande est écrite", needs_data=True)
def complements_named(context: Context) -> Iterator[Unmet]:
    if not any(request.strip() for _, request in context.data.get("items", ())):
        yield Unmet("no_item", "Écrivez au moins une demande.", field="items")


@guard("labelling.complements_dated", label="une échéance est fixée", needs_data=True)
def complements_dated(context: Context) -> Iterator[Unmet]:
    due_on = context.data.get("due_on")
    if due_on is None or due_on <= context.today:
        yield Unmet("no_deadline", "Fixez une échéance à venir.", field="due_on")
    elif due_on > add_months(context.today, 12):
        yield Unmet("deadline_too_far", "Fixez une échéance dans l’année.", field="due_on")


@guard("labelling.complements_answered", label="chaque demande a sa réponse")
def complements_answered(context: Context) -> Iterator[Unmet]:
    for complement in context.case.complements.filter(answered_at__isnull=True):
        yield Unmet(
            "unanswered",
            f"Répondre à la demande\u00a0: {complement}",
            page("complements", context.case) + f"#demande-{complement.pk}",
        )


@guard("labelling.no_open_complement", label="aucune demande n’attend de réponse")
def no_open_complement(context: Context) -> Iterator[Unmet]:
    if context.case.complements.filter(answered_at__isnull=True).exists():
        yield Unmet("open_complement", "Une demande de complément attend encore sa réponse.")


@guard("labelling.assignee_may_instruct", label="la personne peut instruire", needs_data=True)
def assignee_may_instruct(context: Context) -> Iterator[Unmet]:
    """Of the CRESS, without a link to the structure, and not the one who has it already."""
    chosen = context.data["assignee"]
    may = get_policy("labelling.instructor_without_conflict").users_who_may(context.case)
    if not may.filter(pk=chosen.pk).exists():
        yield Unmet(
            "may_not_instruct", f"{chosen} ne peut pas instruire ce dossier.", field="assignee"
        )
    elif chosen.pk == context.case.assignee_id:
        yield Unmet("already_in_charge", f"{chosen} l’instruit déjà.", field="assignee")


@guard("labelling.principles_assessed", label="chaque principe est apprécié, avec un motif")
def principles_assessed(context: Context) -> Iterator[Unmet]:
    assessed = set(context.case.assessments.values_list("principle", flat=True))
    for key in PrincipleKey:
        if key not in assessed:
            yield Unmet(
                f"{key}_unassessed",
                f"Apprécier le principe\u00a0: {key.label}",
                page("detail", context.case) + f"#principe-{key}",
            )


@guard("labelling.assessment_reasoned", label="l’appréciation a un motif", needs_data=True)
def assessment_reasoned(context: Context) -> Iterator[Unmet]:
    if not context.data.get("reasons", "").strip():
        yield Unmet(
            "no_reasons",
            "Écrivez le motif\u00a0: le comité et la structure le lisent.",
            field="reasons",
        )


@guard("labelling.within_appeal_period", label="le délai de recours court encore")
def within_appeal_period(context: Context) -> Iterator[Unmet]:
    last_day = context.case.appealable_until
    if last_day is None or context.today > last_day:
        said = f"Le délai de recours a pris fin le {format_date(last_day)}." if last_day else ""
        yield Unmet("appeal_too_late", said or "Rien n’est encore décidé.")


@guard("labelling.complements_overdue", label="l’échéance des compléments est passée")
def complements_overdue(context: Context) -> Iterator[Unmet]:
    if context.case.complements_due_on >= context.today:
        yield Unmet("complements_running", "Le délai de réponse court encore.")


@guard("labelling.not_reminded_yet", label="le retard n’a pas encore été rappelé")
def not_reminded_yet(context: Context) -> Iterator[Unmet]:
    if context.case.reminded_on is not None:
        yield Unmet("reminded", "Le retard a déjà été rappelé.")


@guard("labelling.notices_sent", label="le retard a été rappelé, et le délai de grâce est passé")
def notices_sent(context: Context) -> Iterator[Unmet]:
    last_day = context.case.lapses_on
    if last_day is None:
        yield Unmet("not_reminded", "Le retard n’a pas été rappelé à la structure.")
    elif last_day >= context.today:
        yield Unmet("grace_running", "Le délai de grâce après rappel court encore.")
