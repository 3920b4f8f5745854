"""Who could act then: an act by somebody who could not is found, and named."""

from uuid import UUID, uuid4

import pytest

from tests import factories
from tests.forging import forge
from tests.proof import found, problems
from tests.toys import making
from tests.toys.enums import RepairState
from tests.toys.models import Repair
from tests.workflows.proof.forgeries import dropped_by
from workflows.actors import Actor
from workflows.models import RetiredPseudonym
from workflows.proof.chains import broken_chains

pytestmark = pytest.mark.django_db
breaks = pytest.mark.breaks_history


@breaks
def test_somebody_who_was_not_invited() -> None:
    repair = making.repair(RepairState.ASKED)
    actor = Actor.of(factories.user("Lou"))
    forge(repair, "take_charge", source="asked", actor=actor, state="under_way")
    assert found(
        f"« {actor.reference} » n’en avait pas le rôle ce jour-là : "
        "c’est à les personnes invitées à réparer"
    )


@breaks
def test_somebody_invited_who_was_not_in_charge() -> None:
    repair = making.repair(RepairState.UNDER_WAY)
    actor = Actor.of(making.mender_of(repair))
    forge(repair, "ask_for_part", source="under_way", actor=actor, state="waiting")
    assert found("n’en avait pas le rôle ce jour-là : c’est à la personne qui répare")


@breaks
def test_a_person_in_the_place_of_the_meeting() -> None:
    repair = making.repair(RepairState.UNDER_WAY)
    forge(repair, "accept", source="under_way", actor=Actor.of(repair.owner), state="mended")
    assert found("ne pouvait pas le faire : c’est à la réunion, par une décision")


@breaks
@pytest.mark.parametrize("reference", [f"user:{UUID(int=7)}", "user:moi", "dieu"])
def test_an_actor_nobody_knows(reference: str) -> None:
    dropped_by(reference)
    assert found(f"acteur inconnu : « {reference} »")


def test_an_erased_person_is_not_an_invented_one() -> None:
    person = making.repair(RepairState.ASKED).owner
    RetiredPseudonym.objects.create(pseudonym=person.pseudonym)
    person.pseudonym = uuid4()
    person.save()
    assert problems() == []


def test_a_reading_knows_nothing_of_the_one_before() -> None:
    person = making.repair(RepairState.ASKED).owner
    known, person.pseudonym = person.pseudonym, uuid4()
    person.save()
    assert list(broken_chains(Repair))
    person.pseudonym = known
    person.save()
    assert list(broken_chains(Repair)) == []
