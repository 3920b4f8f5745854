"""What is corrected, from its plan to its effect."""

from collections.abc import Iterator
from datetime import date

from directory.delays.in_force import delay
from labelling.oversight.reviews.guards.findings import address_of, findings_of
from labelling.oversight.reviews.inputs import CorrectionDone, EffectChecks, PlannedCorrection
from labelling.oversight.rulebook import OversightRules
from workflows.actors import ActorKind
from workflows.presentation.french import format_date
from workflows.rules import Context
from workflows.verdicts import Unmet


def last_correction_day(today: date) -> date:
    """The last day that a correction asked for on `today` may be given."""
    return delay("review_correction", on=today).after(today)


@OversightRules.correction_planned.checks(
    "l’action, la personne et la date sont dites", needs_data=True
)
def correction_planned(context: Context) -> Iterator[Unmet]:
    given = context.given(PlannedCorrection)
    if not given.remedy.strip():
        yield Unmet("no_action", "Dites ce qui est à faire.", field="remedy")
    if not given.owner.strip():
        yield Unmet("no_owner", "Dites qui s’en charge.", field="owner")
    longest = last_correction_day(context.today)
    if given.due_on is None or not context.today < given.due_on <= longest:
        yield Unmet(
            "bad_date",
            f"Choisissez une date à venir, au plus tard le {format_date(longest)}.",
            field="due_on",
        )


@OversightRules.corrections_planned.checks("chaque constat ouvert a sa correction, et sa date")
def corrections_planned(context: Context) -> Iterator[Unmet]:
    still_open = [finding for finding in context.once(findings_of) if finding.is_open]
    if not still_open:
        yield Unmet("nothing_open", "Aucun constat n’est à corriger\u00a0: vous pouvez clore.")
    longest = last_correction_day(context.today)
    for finding in still_open:
        planned = getattr(finding, "corrective_action", None)
        if planned is None or not context.today < planned.due_on <= longest:
            yield Unmet(
                "unplanned",
                f"Prévoir la correction du constat {finding.position}",
                address_of(context.case, finding),
                f"Avec une date, au plus tard le {format_date(longest)}.",
            )


@OversightRules.correction_shown.checks("ce qui a été fait est dit", needs_data=True)
def correction_shown(context: Context) -> Iterator[Unmet]:
    given = context.given(CorrectionDone)
    if not given.account.strip():
        yield Unmet("nothing_done", "Dites ce qui a été fait.", field="account")
    asked = context.case.findings.still_open().filter(pk=given.pk)
    if not asked.filter(corrective_action__isnull=False).exists():
        yield Unmet("not_asked", "Aucune correction n’est attendue pour ce constat.")


@OversightRules.corrected_or_overdue.checks("chaque correction est montrée, ou le délai est passé")
def corrected_or_overdue(context: Context) -> Iterator[Unmet]:
    if context.today > context.case.corrections_due_on:
        return
    if context.actor.kind is ActorKind.SYSTEM:
        yield Unmet("running", "Le délai de correction court encore.")
        return
    for finding in context.once(findings_of):
        planned = getattr(finding, "corrective_action", None)
        if finding.is_open and planned is not None and planned.done_on is None:
            yield Unmet(
                "uncorrected",
                f"Montrer la correction du constat {finding.position}",
                address_of(context.case, finding),
            )


@OversightRules.some_late.checks("un écart mineur est en retard")
def some_late(context: Context) -> Iterator[Unmet]:
    if not context.case.findings.late_minor(context.today).exists():
        yield Unmet("none_late", "Aucun écart mineur n’est en retard.")


@OversightRules.effect_to_check.checks("une correction est à vérifier, et son jour est venu")
def effect_to_check(context: Context) -> Iterator[Unmet]:
    """Whether it lasts is not known the day it is done."""
    due_on = context.case.effect_due_on
    if due_on is None:
        yield Unmet("nothing_to_check", "Aucune correction n’est à vérifier.")
    elif context.today < due_on:
        yield Unmet(
            "check_to_come",
            f"L’effet des corrections se vérifie à partir du {format_date(due_on)}.",
        )


@OversightRules.effects_told.checks("l’effet de chaque correction est dit", needs_data=True)
def effects_told(context: Context) -> Iterator[Unmet]:
    checks = context.given(EffectChecks).checks
    for finding in context.once(findings_of):
        if finding.check_on and not checks.get(finding.pk, (False, ""))[1].strip():
            yield Unmet(
                "unchecked",
                f"Dites ce que vous constatez pour le constat {finding.position}.",
                field=f"account_{finding.pk}",
            )
