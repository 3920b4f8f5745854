"""A dossier's law: every state can be reached lawfully, and each refusal says what is missing."""

import pytest

from labelling.dossiers.enums import DossierState
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", list(DossierState))
def test_every_state_is_reached_through_the_engine(state: DossierState) -> None:
    assert factories.dossier(state).state == state
