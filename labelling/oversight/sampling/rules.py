"""The conditions of a campaign's moves."""

from collections.abc import Iterator

from directory.delays.in_force import delay
from directory.organisations.departments import named
from labelling.oversight.rulebook import OversightRules
from labelling.oversight.sampling.frame import empty_strata, is_empty
from labelling.oversight.sampling.inputs import DrawValue
from labelling.oversight.sampling.models import Campaign
from workflows.presentation.french import format_date
from workflows.rules import Context
from workflows.verdicts import Unmet


@OversightRules.announced_ahead.checks("elle est annoncée assez de jours avant le tirage")
def announced_ahead(context: Context) -> Iterator[Unmet]:
    first = delay("sampling_notice", on=context.today).after(context.today)
    if context.case.draw_on < first:
        yield Unmet(
            "too_soon",
            f"Annoncée aujourd’hui, cette campagne ne peut pas être tirée avant le "
            f"{format_date(first)}. Préparez-en une autre, avec une date plus lointaine.",
        )


@OversightRules.strata_filled.checks("chaque département nommé a une reconnaissance active")
def strata_filled(context: Context) -> Iterator[Unmet]:
    campaign: Campaign = context.case
    for code in empty_strata(campaign, context.today):
        yield Unmet(
            "empty_stratum",
            f"{named(code)} n’a aucune reconnaissance active à tirer.",
        )
    if not campaign.places and is_empty(campaign, context.today):
        yield Unmet("nothing_active", "Aucune reconnaissance active ne peut être tirée.")


@OversightRules.draw_day_come.checks("le jour annoncé est venu")
def draw_day_come(context: Context) -> Iterator[Unmet]:
    day = context.case.draw_on
    if context.today < day:
        yield Unmet(
            "not_yet", f"Le tirage est annoncé pour le {format_date(day)}\u00a0: pas avant."
        )


@OversightRules.value_known.checks("la valeur publique attendue est connue", needs_data=True)
def value_known(context: Context) -> Iterator[Unmet]:
    if context.case.awaited and not context.given(DrawValue).value.strip():
        yield Unmet("no_value", "Écrivez la valeur publique qui était attendue.", field="value")


@OversightRules.something_to_draw.checks("au moins une reconnaissance active peut être tirée")
def something_to_draw(context: Context) -> Iterator[Unmet]:
    if is_empty(context.case, context.today):
        yield Unmet("nothing_active", "Aucune reconnaissance active ne peut être tirée.")
