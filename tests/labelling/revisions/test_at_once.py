"""Two people at once on a revision: one truth, and a proof that holds."""

from collections.abc import Callable
from typing import Any

import pytest

from committee.room import operations as room
from directory.charters.models import CharterVersion
from labelling.revisions.models import CharterRevision
from labelling.revisions.operations import align, give_opinion, open_revision
from tests import factories
from tests.committee import making as committee
from tests.labelling.revisions import making
from tests.proof import problems
from tests.threads import at_once
from workflows.actors import Actor
from workflows.engine import perform
from workflows.verdicts import Refused, Stale

pytestmark = pytest.mark.django_db(transaction=True)
TICK = Actor.system("tick")


def kinds(results: list[Any]) -> list[str]:
    return sorted(type(result).__name__ for result in results)


def again(revision: CharterRevision) -> CharterRevision:
    return CharterRevision.objects.get(pk=revision.pk)


def test_two_begin_a_revision_and_one_is_told() -> None:
    charter = making.in_force().charter
    director = Actor.of(factories.manager())
    results = at_once([lambda: open_revision(charter, making.account(), actor=director)] * 2)
    assert kinds(results) == ["CharterRevision", "Refused"]


def test_two_representatives_answer_and_their_organisation_has_one_opinion() -> None:
    making.in_force()
    dossier = committee.validated().case.subject
    people = [
        factories.representative_of(dossier),
        factories.representative(dossier.organisation),
    ]
    revision = making.consulting(Actor.of(factories.manager()))

    def answer(person: Any, position: str) -> Callable[[], Any]:
        mine = again(revision)
        return lambda: give_opinion(
            mine,
            organisation=dossier.organisation,
            position=position,
            words="",
            actor=Actor.of(person),
        )

    results = at_once([answer(people[0], "favourable"), answer(people[1], "reserved")])
    assert kinds(results) == ["CharterRevision", "CharterRevision"]
    assert revision.parties.count() == 1
    assert problems() == []


def test_it_is_abandoned_or_adopted_never_both() -> None:
    making.in_force()
    director = Actor.of(factories.manager())
    revision = making.proposed(director)
    made = committee.committee()
    item = committee.voting(made, revision)
    committee.cast(made, item, "for", "for", "for")
    committee.close(made, item)
    mine = again(revision)
    results = at_once(
        [
            lambda: room.decide(item, actor=made.chair),
            lambda: perform(mine, "abandon", actor=director, reason="Une autre suit."),
        ]
    )
    assert sum(isinstance(result, Refused | Stale) for result in results) == 1
    assert again(revision).state in ("adopted", "abandoned")
    assert problems() == []


def test_it_comes_into_force_once_and_a_holder_signs_it_once() -> None:
    making.in_force()
    dossier = committee.validated().case.subject
    holder = Actor.of(factories.representative_of(dossier))
    made = committee.committee()
    revision = making.proposed(Actor.of(made.director))
    item = committee.voting(made, revision)
    committee.cast(made, item, "for", "for", "for")
    committee.decide(made, item)
    at = making.enacted(again(revision))

    def enact(copy: CharterRevision) -> Callable[[], Any]:
        return lambda: perform(copy, "enact", actor=TICK, at=at)

    results = at_once([enact(again(revision)) for _ in range(4)])
    assert kinds(results) == ["CharterRevision", "Stale", "Stale", "Stale"]
    assert CharterVersion.objects.count() == 2

    def sign(copy: CharterRevision) -> Callable[[], Any]:
        return lambda: align(
            copy,
            organisation=dossier.organisation,
            name="Dominique Lebreton",
            function="Présidence",
            words="Notre rapport.",
            actor=holder,
            at=at,
        )

    results = at_once([sign(again(revision)) for _ in range(3)])
    assert kinds(results) == ["CharterRevision", "Refused", "Refused"]
    assert revision.alignments.count() == 1
    assert problems() == []
