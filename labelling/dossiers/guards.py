"""What taking a dossier over asks, and what declaring who accompanies it does."""

from collections.abc import Iterator

from django.db.models import Q

from labelling.dossiers.inputs import AccompanimentEntry, FormerDossier
from labelling.dossiers.models import Dossier
from labelling.instruction.states import OVER_WITHOUT_LABEL
from labelling.rulebook import LabellingRules
from workflows.rules import Context
from workflows.verdicts import Unmet


@LabellingRules.former_dossier_over.checks(
    "le dossier repris est celui de la structure, et il est terminé", needs_data=True
)
def former_dossier_over(context: Context) -> Iterator[Unmet]:
    own = Dossier.objects.filter(organisation=context.case.organisation_id)
    over = Q(state__in=OVER_WITHOUT_LABEL)
    if context.case.renews_id is not None:
        over |= Q(recognitions=context.case.renews_id)
    if not own.filter(over, pk=context.given(FormerDossier).pk).exists():
        yield Unmet(
            "former_dossier_open",
            "Seul un dossier de votre structure, refusé, abandonné ou classé, peut être repris.",
        )


@LabellingRules.accompaniment_dated.checks("l’accompagnement a commencé", needs_data=True)
def accompaniment_dated(context: Context) -> Iterator[Unmet]:
    given = context.given(AccompanimentEntry)
    if given.accompanist.pk == context.case.organisation_id:
        yield Unmet(
            "own_accompaniment",
            "Indiquez une autre organisation que la vôtre.",
            field="accompanist",
        )
    if given.started_on and given.started_on > context.today:
        yield Unmet(
            "accompaniment_in_future",
            "Cette date est à venir. Indiquez un accompagnement commencé.",
            field="started_on",
        )
    elif given.started_on and given.ended_on and given.ended_on < given.started_on:
        yield Unmet("ended_before", "Cette fin est avant le début.", field="ended_on")
