"""What signing asks of a dossier, with a link to where it is met."""

from collections.abc import Iterator

from django.urls import reverse

from directory.charters.enums import CharterKind, CharterVersionState
from directory.organisations.legal_forms import eligibility
from labelling.dossiers.inputs import FormerDossier, SignedCharter
from labelling.dossiers.models import Dossier
from labelling.instruction.links import page_url
from labelling.instruction.states import OVER_WITHOUT_LABEL
from labelling.rulebook import LabellingRules
from workflows.rules import Context
from workflows.verdicts import Unmet


@LabellingRules.charter_in_force.checks("la charte signée est en vigueur", needs_data=True)
def charter_in_force(context: Context) -> Iterator[Unmet]:
    signature = context.given(SignedCharter).signature
    version = signature.version
    if version.state != CharterVersionState.IN_FORCE or (
        version.charter.kind != CharterKind.STRUCTURES
    ):
        yield Unmet(
            "charter_replaced",
            "Cette version de la charte n’est plus en vigueur.",
            page_url("sign", context.case),
            "Relisez et signez la version en vigueur.",
        )
    if signature.organisation_id != context.case.organisation_id:
        yield Unmet("other_organisation", "Cette signature engage une autre organisation.")


@LabellingRules.organisation_eligible.checks("la structure relève de l’ESS")
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
