"""What becomes of a renewal granted ahead, when the label it renews is given up or suspended."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from directory.charters.models import Charter, Principle
from directory.joining.models import Invitation
from directory.joining.operations.invitations import invite
from directory.memberships.enums import MembershipRole
from directory.recognitions.enums import RecognitionState
from directory.recognitions.models import Recognition
from directory.recognitions.operations import apply_time
from tests import factories, sanctions
from tests.directory.making import label, noon
from workflows import engine
from workflows.actors import Actor
from workflows.engine import perform
from workflows.history import next_row
from workflows.verdicts import Refused

pytestmark = pytest.mark.django_db
S = RecognitionState
TICK = Actor.system("tick")
LAST_DAY = date(2027, 2, 28)
LONG_AFTER = noon(date(2029, 1, 1))
DURING = noon(date(2026, 12, 1))


@pytest.fixture
def chain() -> tuple[Recognition, Recognition]:
    """A label valid through LAST_DAY, and its renewal."""
    organisation = factories.organisation()
    return label(organisation, date(2024, 2, 29)), label(organisation, date(2026, 11, 3))


def states(*chain: Recognition) -> list[str]:
    for recognition in chain:
        recognition.refresh_from_db()
    return [recognition.state for recognition in chain]


@pytest.mark.parametrize("name", ["withdraw", "renounce"])
def test_a_label_given_up_takes_its_renewal_along(chain, name) -> None:
    first, second = chain
    reason = "Fraude établie."
    if name == "withdraw":
        sanctions.withdraw(first, reason=reason, at=DURING)
        actor = sanctions.decision_on(first, "withdraw_recognition")
    else:
        actor = Actor.of(factories.representative(first.organisation))
        perform(first, name, actor=actor, reason=reason, at=DURING)
    ended = S.WITHDRAWN if name == "withdraw" else S.RENOUNCED
    assert states(*chain) == [ended, ended]
    row = second.history.get(transition=name)
    assert (row.reason, row.actor) == ("Fraude établie.", actor.reference)
    apply_time(LONG_AFTER)
    assert states(*chain) == [ended, ended]


def test_a_label_given_up_takes_along_all_that_follow(chain) -> None:
    first, second = chain
    third = label(first.organisation, date(2026, 11, 20))
    sanctions.withdraw(first, reason="Fraude.", at=DURING)
    assert states(first, second, third) == [S.WITHDRAWN] * 3


@pytest.mark.breaks_history
def test_a_label_that_was_withdrawn_keeps_its_renewal_from_starting(chain) -> None:
    """The effect takes the renewal along; the guard holds whatever came before it did."""
    first, second = chain
    sanctions.withdraw(first, reason="Fraude.", at=DURING)
    Recognition.objects.filter(pk=second.pk).update(state=S.SCHEDULED, ended_on=None)
    second.refresh_from_db()
    with pytest.raises(Refused) as refused:
        perform(second, "start", actor=TICK, at=LONG_AFTER)
    assert [unmet.code for unmet in refused.value.unmet] == ["previous_withdrawn"]


def test_a_renewal_does_not_begin_beside_the_label_that_still_runs(chain) -> None:
    with pytest.raises(Refused) as refused:
        perform(chain[1], "start", actor=TICK, at=noon(LAST_DAY))
    assert [unmet.code for unmet in refused.value.unmet] == ["previous_running"]
    assert states(*chain) == [S.ACTIVE, S.SCHEDULED]


@pytest.mark.parametrize("day", [LAST_DAY, LAST_DAY + timedelta(days=1), date(2027, 6, 1)])
def test_a_suspension_is_not_over_before_its_term(chain, day) -> None:
    first, second = chain
    sanctions.suspend(first, reason="Enquête.", at=DURING)
    counts = apply_time(noon(day))
    assert set(counts.values()) == {0}
    assert states(*chain) == [S.SUSPENDED, S.SCHEDULED]
    with pytest.raises(Refused) as refused:
        perform(second, "start", actor=TICK, at=noon(day))
    assert [unmet.code for unmet in refused.value.unmet] == ["previous_suspended"]


def test_once_reinstated_a_label_is_renewed_even_past_its_end(chain) -> None:
    first, _ = chain
    sanctions.suspend(first, reason="Enquête.", at=DURING)
    apply_time(noon(date(2027, 6, 1)))
    sanctions.reinstate(first, reason="Rien à dire.", at=noon(date(2027, 6, 1)))
    apply_time(noon(date(2027, 6, 2)))
    assert states(*chain) == [S.RENEWED, S.ACTIVE]


def test_a_label_suspended_at_its_end_with_no_renewal_expires() -> None:
    recognition = label(factories.organisation(), date(2024, 2, 29))
    sanctions.suspend(recognition, reason="Enquête.", at=DURING)
    assert apply_time(noon(LAST_DAY + timedelta(days=1)))["expired"] == 1
    assert states(recognition) == [S.EXPIRED]


def test_renewals_granted_ahead_follow_each_other(chain) -> None:
    first, second = chain
    third = label(first.organisation, date(2026, 11, 20))
    assert (third.state, third.previous, third.valid_from) == (
        S.SCHEDULED,
        second,
        date(2030, 2, 28),
    )
    # No tick for years: each takes its turn all the same.
    assert apply_time(noon(date(2031, 1, 1))) == {
        "renewed": 2,
        "started": 2,
        "resumed": 0,
        "expired": 0,
        "failed": 0,
    }
    assert states(first, second, third) == [S.RENEWED, S.RENEWED, S.ACTIVE]


def test_a_renewal_withdrawn_ahead_leaves_room_for_another(chain) -> None:
    first, second = chain
    sanctions.withdraw(second, reason="Accordée par erreur.", at=DURING)
    assert states(*chain) == [S.ACTIVE, S.WITHDRAWN]
    third = label(first.organisation, date(2026, 12, 20))
    assert third.previous == first
    apply_time(noon(LAST_DAY))
    assert states(first, second, third) == [S.RENEWED, S.WITHDRAWN, S.ACTIVE]


def test_one_bad_row_stops_no_other(monkeypatch, caplog) -> None:
    bad, good = (label(factories.organisation(), date(2024, 2, 29)) for _ in range(2))

    def failing(instance: Recognition, **words: Any) -> Any:
        if instance.pk == bad.pk:
            raise IntegrityError("a broken row")
        return next_row(instance, **words)

    monkeypatch.setattr(engine, "next_row", failing)
    counts = apply_time(LONG_AFTER)
    assert (counts["expired"], counts["failed"]) == (1, 1)
    assert states(bad, good) == [S.ACTIVE, S.EXPIRED]
    assert f"directory.Recognition {bad.pk} failed" in caplog.text
    assert "a broken row" in caplog.text


def test_the_database_knows_the_words_of_the_directory(chain) -> None:
    founder = factories.representative(chain[0].organisation)
    invite(
        organisation=chain[0].organisation,
        email="maelle@exemple.fr",
        role=MembershipRole.CONTRIBUTOR,
        by=founder,
    )
    for rows, column in (
        (Recognition.objects.all(), "kind"),
        (Invitation.objects.all(), "role"),
        (Charter.objects.all(), "kind"),
    ):
        assert rows.exists()
        with pytest.raises(IntegrityError, match="_known"), transaction.atomic():
            rows.update(**{column: "nonsense"})
    principle = Principle(version=chain[0].signature.version, key="nonsense", position=7, text="…")
    with pytest.raises(IntegrityError, match="_known"), transaction.atomic():
        principle.save()
