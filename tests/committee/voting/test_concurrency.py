"""Two agendas, two charters at once: the database says no to the second, in words."""

from collections.abc import Callable
from datetime import time, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from committee.room import operations as room
from committee.sessions.models import AgendaItem, Session
from committee.sessions.operations import add_item, plan_session
from committee.voting.proofs import decisions_recompute
from directory.charters.models import CharterVersion
from directory.charters.operations import put_in_force
from tests import factories
from tests.committee import making
from tests.threads import at_once
from workflows.verdicts import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_case_put_on_several_agendas_at_once_is_on_one() -> None:
    made = making.committee()
    case = factories.dossier("admissible")
    sessions = [making.planned(made) for _ in range(5)]

    def add(session: Session) -> Callable[[], Any]:
        return lambda: add_item(session, case=case, actor=made.cress)

    results = at_once([add(session) for session in sessions])
    refused = [result for result in results if isinstance(result, Refused)]
    assert len(refused) == 4
    assert {refusal.unmet[0].code for refusal in refused} == {"not_a_candidate"}
    assert AgendaItem.objects.get().case_id == case.pk


def test_a_session_planned_by_several_at_once_is_planned_once() -> None:
    made = making.committee()
    plan: dict[str, Any] = {
        "chair": made.mandates[0],
        "held_on": timezone.localdate() + timedelta(days=20),
        "starts_at": time(14),
        "place": "Nantes",
        "actor": made.cress,
    }
    results = at_once([partial(plan_session, **plan)] * 4)
    refused = [result for result in results if isinstance(result, Refused)]
    assert [refusal.unmet[0].code for refusal in refused] == ["moment_taken"] * 3
    assert Session.objects.count() == 1


def test_a_decision_pronounced_while_the_proof_reads_is_no_alarm() -> None:
    made = making.committee()
    items = [making.voting(made) for _ in range(2)]
    for item in items:
        making.cast(made, item, "against", "against", "for")
        making.close(made, item)
        item.refresh_from_db()

    def pronounce(item: AgendaItem) -> Any:
        return room.decide(item, reasons="Plan trop vague.", actor=made.chair)

    pronounce(items[0])
    later = [items[1]]

    def after_the_first(execute: Any, *statement: Any) -> Any:
        result = execute(*statement)
        if later:
            [decided] = at_once([lambda: pronounce(later.pop())])
            assert isinstance(decided, AgendaItem)
        return result

    with connection.execute_wrapper(after_the_first):
        assert list(decisions_recompute()) == []
    assert list(decisions_recompute()) == []


def test_versions_put_in_force_at_once_leave_one_in_force() -> None:
    versions = [factories.charter_version(in_force=False) for _ in range(4)]

    def enact(version: CharterVersion) -> Callable[[], Any]:
        return lambda: put_in_force(version, actor=factories.SYSTEM)

    results = at_once([enact(version) for version in versions])
    assert all(isinstance(result, CharterVersion) for result in results)
    states = sorted(CharterVersion.objects.values_list("state", flat=True))
    assert states.count("in_force") == 1
