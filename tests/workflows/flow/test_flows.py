"""A flow, as it is declared."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.toys.flows import RepairFlow
from workflows.flow.flows import Request, all_requests


def tomorrow(case: Any, at: datetime) -> datetime:
    return at + timedelta(days=1)


@pytest.mark.parametrize(
    "reminders", [{"remind_before": timedelta(days=7)}, {"remind_overdue": True}]
)
def test_what_has_no_deadline_is_not_reminded_of(reminders: Any) -> None:
    Request("ask", title="Demander", due=tomorrow, **reminders)
    with pytest.raises(ImproperlyConfigured, match="Demander"):
        Request("ask", title="Demander", **reminders)


def test_every_request_of_every_flow_is_known_once() -> None:
    found = all_requests()
    assert {*RepairFlow.requests()} <= {*found}
    assert len(found) == len(set(found))
