"""What is asked of a renewal and of no other dossier."""

from collections.abc import Iterator

from labelling.dossiers.inputs import TermAccount
from labelling.instruction.links import page_url
from labelling.instruction.records import write_record
from labelling.renewal.models import TermReport
from labelling.rulebook import LabellingRules
from workflows.rules import Context
from workflows.verdicts import Unmet


@LabellingRules.renews_a_label.checks("le dossier renouvelle un label")
def renews_a_label(context: Context) -> Iterator[Unmet]:
    if context.case.renews_id is None:
        yield Unmet("no_renewal", "Ce dossier ne renouvelle rien\u00a0: pas de bilan à faire.")


@LabellingRules.term_reported.checks("d’un renouvellement, le bilan de la période est écrit")
def term_reported(context: Context) -> Iterator[Unmet]:
    dossier = context.case
    if dossier.renews_id is None:
        return
    if not TermReport.objects.filter(dossier=dossier.pk).exists():
        yield Unmet(
            "no_term_report",
            "Écrire le bilan de la période",
            page_url("term_report", dossier),
            "Ce que le plan d’actions a donné, et vos chiffres d’aujourd’hui.",
        )


@LabellingRules.write_term_report.does
def write_term_report(context: Context) -> None:
    """What the plan gave, the figures, what was difficult."""
    given = context.given(TermAccount)
    write_record(
        TermReport,
        context,
        lookup={"dossier_id": context.case.pk},
        values={
            "results": given.results,
            "figures": given.figures,
            "difficulties": given.difficulties,
        },
    )
