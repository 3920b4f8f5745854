"""Keeping a filter, naming it otherwise, letting it go: each person's own."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from django.http import QueryDict

from directory.people.operations import lock_person
from directory.rulebook import DirectoryRules
from labelling.desk.filters.models import SavedFilter
from workflows.actors import Actor
from workflows.pages.paging import AFTER
from workflows.verdicts import Refused, Unmet

MOST = 30  # of one person
NOT_KEPT = "Ce filtre n’a pas été enregistré."
TAKEN = "Un de vos filtres porte déjà ce nom. Choisissez-en un autre."
TOO_MANY = f"Vous avez déjà {MOST}\u00a0filtres. Supprimez-en un d’abord."


def narrowed_by(query: str) -> str:
    """`query` without what tells where one was in the pages of the list, nor what says nothing."""
    given = QueryDict(query)
    kept = QueryDict(mutable=True)
    for name, values in given.lists():
        if name not in (AFTER, "page") and any(values):
            kept.setlist(name, values)
    return kept.urlencode()


@transaction.atomic
def save_filter(*, name: str, page: str, query: str, actor: Actor) -> SavedFilter:
    """Keep the list `page` as `query` narrows it, under `name`.

    Raises Forbidden for anyone but the CRESS; Refused for a name that they have given already,
    whatever its case, or when they have MOST.
    """
    DirectoryRules.cress_staff.require(actor, actor.user)
    lock_person(actor.user)
    if SavedFilter.objects.filter(person=actor.user).count() >= MOST:
        raise Refused(NOT_KEPT, unmet=[Unmet("too_many", TOO_MANY, field="name")])
    kept = SavedFilter(person=actor.user, name=name, page=page, query=narrowed_by(query))
    with _name_is_free():
        kept.save()
    return kept


@transaction.atomic
def rename_filter(kept: SavedFilter, *, name: str) -> SavedFilter:
    """Call it `name`. Raises Refused for a name that another of the same person has."""
    kept.name = name
    with _name_is_free():
        kept.save(update_fields=["name"])
    return kept


@contextmanager
def _name_is_free() -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise Refused(NOT_KEPT, unmet=[Unmet("name_taken", TAKEN, field="name")]) from None
