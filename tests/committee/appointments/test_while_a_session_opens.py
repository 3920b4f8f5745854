"""Seats are settled when a session opens, at the same moment as well."""

import pytest
from django.db import transaction

from tests.racing import Overlap
from tests.scenes.meetings import mandates_and_session
from tests.scenes.sessions import convened
from workflows.verdicts import Refused


@pytest.mark.services
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", ["mandate.appoint", "mandate.end", "mandate.cancel"])
def test_who_sits_does_not_change_while_the_session_opens(change: str) -> None:
    with transaction.atomic():
        changes, acts = mandates_and_session(convened)
    with Overlap() as overlap:
        _, changed = overlap.run(acts["session.open"], changes[change])
    assert isinstance(changed, Refused)
    assert [unmet.code for unmet in changed.unmet] in (["session_held"], ["sat_later"], ["sat"])
