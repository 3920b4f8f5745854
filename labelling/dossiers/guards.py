"""What taking a dossier over asks."""

from collections.abc import Iterator

from labelling.dossiers.inputs import FormerDossier
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
    over = own.filter(pk=context.given(FormerDossier).pk, state__in=OVER_WITHOUT_LABEL)
    if not over.exists():
        yield Unmet(
            "former_dossier_open",
            "Seul un dossier de votre structure, refusé, abandonné ou classé, peut être repris.",
        )
