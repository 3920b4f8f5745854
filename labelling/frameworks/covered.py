"""Which principles a framework covers, asked of the database."""

from typing import Any

from django.db.models import QuerySet

from labelling.frameworks.enums import FrameworkState
from labelling.frameworks.models import Coverage
from workflows.compiled_sql import Given, Question


@Question
def _covered() -> "QuerySet[Any, Any]":
    of_it = Coverage.objects.filter(
        framework=Given("framework"), framework__state=FrameworkState.RECOGNISED
    )
    return of_it.exclude(reasons="").values_list("principle")


def covered_now(framework_id: int | None) -> frozenset[str]:
    """The principles that a dossier following it is not asked for today. One query.

    None, and no query, for a dossier that follows no framework; none of one that is not recognised.
    """
    if framework_id is None:
        return frozenset()
    return frozenset(key for (key,) in _covered.rows(framework=framework_id))
