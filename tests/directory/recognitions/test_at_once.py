"""Ticks at the same moment end, renew and start each label once, and say nothing is wrong."""

from datetime import timedelta

import pytest
from django.db import transaction

from directory.recognitions.models import Recognition
from directory.recognitions.operations import apply_time
from tests import factories
from tests.directory.making import label, noon
from tests.directory.recognitions.test_sweeps import GRANTED, LAST_DAY, RENEWED
from tests.intact import prove_every_history
from tests.threads import at_once

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def test_three_ticks_at_once_do_each_thing_once(caplog: pytest.LogCaptureFixture) -> None:
    with transaction.atomic():
        ended = [label(factories.organisation(), GRANTED) for _ in range(3)]
        renewed = [label(factories.organisation(), GRANTED) for _ in range(2)]
        for one in renewed:
            label(one.organisation, RENEWED)
    at = noon(LAST_DAY + timedelta(days=1))
    counts = at_once([lambda: apply_time(at)] * 3)
    assert {name: sum(count[name] for count in counts) for name in counts[0]} == {
        "renewed": 2, "started": 2, "resumed": 0, "expired": 3, "failed": 0
    }  # fmt: skip
    assert not [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")]
    assert {one.pk for one in ended} == set(
        Recognition.objects.filter(state="expired").values_list("pk", flat=True)
    )
    prove_every_history()
