"""What a member could do then, whatever has become of the membership since."""

import pytest

from tests import factories
from tests.proof import problems
from workflows.actors import Actor
from workflows.engine import perform

pytestmark = pytest.mark.django_db


def test_a_role_that_has_ended_since_still_proves_what_was_done_under_it() -> None:
    dossier = factories.dossier("submitted")
    factories.membership(factories.user("Noa"), dossier.organisation)
    gone = dossier.organisation.memberships.order_by("pk").first()
    assert gone is not None
    perform(gone, "end", actor=Actor.of(gone.user))
    assert problems() == []
