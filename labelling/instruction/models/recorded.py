"""What the instruction recorded of an application: each a question compiled once, a query a time.

A page reads each once, for all that it shows and asks the guards (`Context.once`).
"""

from datetime import datetime
from typing import Any

from django.db.models import Max, QuerySet

from labelling.instruction.models.application import Application
from labelling.instruction.models.findings import Assessment, Complement
from workflows.compiled_sql import Given, Question
from workflows.history import history_model

CASE = Given("case")


@Question
def _complements() -> "QuerySet[Any]":
    return Complement.objects.filter(case_id=CASE)


@Question
def _assessments() -> "QuerySet[Any]":
    return Assessment.objects.filter(case_id=CASE)


@Question
def _assessed_at() -> "QuerySet[Any, Any]":
    rows = history_model(Assessment).objects.filter(case_id=CASE).order_by()
    return rows.values_list("criterion").annotate(Max("history_date"))


def complements_on(application: Application) -> list[Complement]:
    """All that was asked, as it was: the first round first."""
    return _of(application, _complements.objects(case=application.pk))


def recorded_assessments(application: Application) -> dict[str, Assessment]:
    """By criterion, what is found of it now."""
    found = _of(application, _assessments.objects(case=application.pk))
    return {item.criterion: item for item in found}


def assessed_at(application: Application) -> dict[str, datetime]:
    """By criterion, when its finding was last written or confirmed."""
    return dict(_assessed_at.rows(case=application.pk))


def _of(application: Application, found: list[Any]) -> list[Any]:
    """`found`, which know whose they are without asking."""
    for item in found:
        item.case = application
    return found
