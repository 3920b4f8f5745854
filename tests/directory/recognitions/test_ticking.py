"""A label ends the day after its last, by the clock."""

from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from directory.recognitions.enums import RecognitionState
from directory.recognitions.models import Recognition
from tests import factories
from workflows.background.ticking import Due, run_tick

pytestmark = pytest.mark.django_db


@pytest.fixture
def label() -> Recognition:
    """A label that runs, for three years."""
    return Recognition.objects.get(case=factories.dossier("validated"))


def noon(label: Recognition) -> datetime:
    """Of its last day."""
    return timezone.make_aware(datetime.combine(label.valid_until, time(12)))


def test_a_label_expires_the_day_after_its_last(label: Recognition) -> None:
    assert run_tick(noon(label))["recognitions"]["expired"] == 0
    assert run_tick(noon(label) + timedelta(days=1))["recognitions"]["expired"] == 1
    label.refresh_from_db()
    assert label.state == RecognitionState.EXPIRED


def test_a_rehearsal_names_the_label_and_ends_it_not(label: Recognition) -> None:
    found: list[tuple[str, Due]] = []

    def note(part: str, due: Due) -> None:
        found.append((part, due))

    run_tick(noon(label) + timedelta(days=1), rehearse=True, note=note)
    assert [due.about for part, due in found if part == "recognitions"] == [
        f"reconnaissance {label.number}"
    ]
    label.refresh_from_db()
    assert label.state == RecognitionState.ACTIVE
