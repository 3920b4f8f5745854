"""The law replayed: what was sealed but never allowed is found, and named."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from tests import factories
from tests.forging import forge
from tests.proof import found, problems
from tests.toys import making
from tests.toys.enums import RepairState
from tests.toys.models import Repair
from tests.workflows.proof import forgeries
from workflows.lifecycles import Formerly, machine_of
from workflows.proof.chains import broken_chains

pytestmark = pytest.mark.django_db
breaks = pytest.mark.breaks_history


def test_what_the_law_allowed_holds() -> None:
    making.repair(RepairState.WAITING)
    assert problems() == []


@breaks
@pytest.mark.parametrize(
    "forgery",
    [
        forgeries.an_invented_transition,
        forgeries.a_forbidden_source,
        forgeries.a_source_that_is_not_the_state_before,
        forgeries.another_target_than_the_law_says,
        forgeries.a_transition_without_the_reason_it_wants,
    ],
    ids=lambda forgery: forgery.__name__,
)
def test_a_forgery_is_found_and_named(forgery: Callable[[], str]) -> None:
    assert found(forgery())


@breaks
def test_a_second_beginning_is_found() -> None:
    repair = making.repair()
    forge(repair, "bring", source="", actor=factories.SYSTEM)
    assert found("la loi ne connaît pas « bring »")


@breaks
def test_a_row_replays_by_the_law_of_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a later version changes the law, it keeps the former one beside it."""
    invented = forgeries.an_invented_transition()
    assert any(invented in problem.what for problem in list(broken_chains(Repair)))
    model: Any = machine_of(Repair).transitions["take_charge"]
    then = type(model)("bless", ("asked",), "mended", model.law)
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(Repair, "FORMERLY", [Formerly(tomorrow, "bless", then)])
    assert list(broken_chains(Repair, roles=False)) == []
    yesterday = timezone.now() - timedelta(days=1)
    monkeypatch.setattr(Repair, "FORMERLY", [Formerly(yesterday, "bless", then)])
    assert any(invented in problem.what for problem in list(broken_chains(Repair)))
