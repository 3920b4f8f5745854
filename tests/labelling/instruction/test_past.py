"""Who could instruct then: an act by another of the CRESS, or by nobody of it, is found."""

import pytest

from labelling.instruction.enums import ApplicationState
from tests import factories
from tests.forging import forge
from tests.proof import found
from workflows.actors import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.breaks_history]


def test_somebody_who_was_not_of_the_cress() -> None:
    dossier = factories.dossier(ApplicationState.SUBMITTED)
    actor = Actor.of(factories.user("Lou"))
    forge(dossier, "take_charge", source="submitted", actor=actor, state="under_instruction")
    assert found("n’en avait pas le rôle ce jour-là")


def test_an_instructor_who_was_not_in_charge() -> None:
    dossier = factories.dossier(ApplicationState.UNDER_INSTRUCTION)
    actor = Actor.of(factories.instructor())
    forge(dossier, "declare_admissible", source=dossier.state, actor=actor, state="admissible")
    assert found("n’en avait pas le rôle ce jour-là : c’est à la personne qui instruit ce dossier")
