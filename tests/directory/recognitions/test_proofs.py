"""A recognition lasts what its rule gives, and is what its history says."""

from datetime import date

import pytest
from django.utils import timezone

from directory.recognitions.models import Recognition
from tests import factories
from tests.committee import making
from tests.forging import forge
from tests.proof import found
from workflows.actors import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.breaks_history]


def test_a_label_until_2099() -> None:
    recognition = Recognition.objects.get(case=making.validated().case_id)
    forge(
        recognition,
        "suspend",
        source="active",
        actor=Actor.of(factories.manager()),
        state="suspended",
        suspended_on=timezone.localdate(),
        suspension_due_on=timezone.localdate(),
        sanction_id=recognition.case_id,
        valid_until=date(2099, 1, 1),
    )
    assert found("au 2099-01-01, alors que la règle donne")


def test_a_label_that_was_prolonged_without_a_row() -> None:
    factories.dossier("validated")
    Recognition.objects.update(valid_until=date(2090, 1, 1))
    assert found("diffère de sa dernière ligne : valid_until")
