"""A label follows from a decision of the committee, or the proof says so."""

from datetime import timedelta

import pytest
from django.utils import timezone

from directory.recognitions.models import Recognition
from tests import factories
from tests.committee import making
from tests.proof import found, problems
from workflows.engine import create
from workflows.models import Counter

pytestmark = pytest.mark.django_db


def test_a_label_that_a_committee_gave_holds() -> None:
    making.validated()
    assert Recognition.objects.exists()
    assert problems() == []


@pytest.mark.breaks_history
def test_a_label_that_no_decision_gave_is_named() -> None:
    dossier = factories.dossier("submitted")
    Counter.objects.create(series="OSE-2026", last=1)
    today = timezone.localdate()
    create(
        Recognition(
            organisation=dossier.organisation,
            kind="label",
            number="OSE-2026-0001",
            signature=dossier.signature,
            case_id=dossier.pk,
            valid_from=today,
            valid_until=today + timedelta(days=365),
        ),
        actor=factories.SYSTEM,
        action="grant",
    )
    assert found("OSE-2026-0001 : aucune décision du comité n’a validé le dossier dont il vient")
