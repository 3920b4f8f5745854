"""The filters that somebody keeps, as pages list them."""

from django.db.models import CharField, QuerySet

from directory.people.models import User
from labelling.desk.filters.models import SavedFilter
from workflows.compiled_sql import Given, Question


def filters_of(person: User) -> list[SavedFilter]:
    """All of them, by name. One query."""
    return _all.objects(person=person.pk)


def filters_on(page: str, person: User) -> list[SavedFilter]:
    """Those of the list `page`, by name. One query."""
    return _of_list.objects(person=person.pk, page=page)


@Question
def _all() -> "QuerySet[SavedFilter]":
    return SavedFilter.objects.filter(person=Given("person"))


@Question
def _of_list() -> "QuerySet[SavedFilter]":
    return SavedFilter.objects.filter(person=Given("person"), page=Given("page", CharField()))
