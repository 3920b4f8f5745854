"""The conditions of a framework's moves, and what they write beside it."""

from collections.abc import Iterator

from labelling.frameworks.enums import COVERABLE
from labelling.frameworks.inputs import FrameworkAccount
from labelling.frameworks.models import Coverage
from labelling.instruction.records import write_record
from labelling.instruction.states import PREPARED
from labelling.rulebook import LabellingRules
from workflows.presentation.french import format_date
from workflows.rules import Context
from workflows.verdicts import Unmet


@LabellingRules.framework_covers.checks("il couvre au moins un principe", needs_data=True)
def framework_covers(context: Context) -> Iterator[Unmet]:
    yield from nothing_covered(context.given(FrameworkAccount))


def nothing_covered(account: FrameworkAccount) -> Iterator[Unmet]:
    """What is wrong with the coverage that is told: at least one principle, each with why."""
    if not any(reasons.strip() for reasons in account.coverage.values()):
        yield Unmet(
            "covers_nothing",
            "Dites au moins un principe que ce référentiel couvre, et ce qui le couvre.",
        )


@LabellingRules.framework_review_due.checks("son réexamen n’est pas déjà demandé")
def framework_review_due(context: Context) -> Iterator[Unmet]:
    asked_on = context.case.review_asked_on
    if asked_on is not None:
        yield Unmet("review_asked", f"Le réexamen est demandé depuis le {format_date(asked_on)}.")


@LabellingRules.write_coverage.does
def write_coverage(context: Context) -> None:
    """One record for each principle that is covered, or no longer is."""
    coverage = context.given(FrameworkAccount).coverage
    known = set(Coverage.objects.filter(framework=context.case).values_list("principle", flat=True))
    for key in COVERABLE:
        reasons = coverage.get(key, "").strip()
        if reasons or key in known:
            write_record(
                Coverage,
                context,
                lookup={"framework_id": context.case.pk, "principle": key},
                values={"reasons": reasons},
            )


@LabellingRules.hold_followers.does
def hold_followers(context: Context) -> None:
    """Whoever files a dossier under it has filed before, or finds it withdrawn."""
    prepared = context.case.dossiers.filter(state__in=PREPARED).order_by("pk")
    list(prepared.select_for_update(no_key=True, of=("self",)).values_list("pk"))
