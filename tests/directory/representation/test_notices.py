"""What is said of a claim."""

import pytest

from directory.representation.operations import open_claim
from tests import factories
from tests.notifications.reading import read
from workflows.outbox.notices import all_notices


@pytest.mark.django_db
def test_a_claim_is_for_the_direction_and_its_answer_for_the_person():
    claimed = factories.organisation("L’Établi")
    in_place = factories.representative(claimed)
    manager, person = factories.manager(), factories.user()
    factories.instructor()
    claim = open_claim(
        organisation=claimed, user=person, function="Gérante", explanation="Élue en juin."
    )
    told, asked = all_notices()["representationclaim.open"]
    assert list(told.users(claim)) == [person]
    assert list(asked.users(claim)) == [manager]
    for action in ("accept", "refuse"):
        [notice_] = all_notices()[f"representationclaim.{action}"]
        assert list(notice_.users(claim)) == [person]
        read(f"representationclaim.{action}", claim)
    received, wanted = read("representationclaim.open", claim)
    assert "Élue en juin." in received.details
    assert "L’Établi" in wanted.subject
    assert in_place.get_full_name() not in wanted.summary + wanted.details
