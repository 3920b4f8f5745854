"""The conditions of the moves of a progress exchange."""

from collections.abc import Iterator

from directory.recognitions.enums import LIVE
from labelling.exchanges.inputs import ProgressReport, ReportAnswer
from labelling.rulebook import LabellingRules
from workflows.presentation.french import format_date
from workflows.rules import Context
from workflows.verdicts import Unmet


@LabellingRules.progress_reported.checks("ce qui a été fait, et les chiffres", needs_data=True)
def progress_reported(context: Context) -> Iterator[Unmet]:
    given = context.given(ProgressReport)
    if not given.done.strip():
        yield Unmet("nothing_done", "Dites ce qui a été fait.", field="done")
    if not given.figures.strip():
        yield Unmet("no_figures", "Donnez vos chiffres.", field="figures")


@LabellingRules.exchange_overdue.checks("le délai de l’échange est passé")
def exchange_overdue(context: Context) -> Iterator[Unmet]:
    due_on = context.case.due_on
    if context.today < due_on:
        yield Unmet("not_due", f"Le délai court jusqu’au {format_date(due_on)}.")


@LabellingRules.report_answered.checks("la réponse est écrite", needs_data=True)
def report_answered(context: Context) -> Iterator[Unmet]:
    if not context.given(ReportAnswer).words.strip():
        yield Unmet("no_answer", "Écrivez votre réponse.", field="words")


@LabellingRules.recognition_over.checks("la reconnaissance a pris fin")
def recognition_over(context: Context) -> Iterator[Unmet]:
    if context.case.recognition.state in LIVE:
        yield Unmet("still_live", "La reconnaissance court encore.")
