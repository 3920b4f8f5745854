"""An extension is a decision: by the direction, with reasons, bounded, and said everywhere."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from directory.certificates.words import certificate_facts
from directory.recognitions.models import Recognition
from directory.recognitions.operations import apply_time, extend
from directory.recognitions.proofs import recognitions_last_what_the_rule_gives
from directory.recognitions.validity import longest_extension
from directory.recognitions.verification import is_in_its_last_months, status_line
from labelling.renewal.opening import is_renewable
from tests import factories, sanctions
from tests.directory.making import label, noon
from tests.labelling.browsing import client_of
from tests.labelling.renewal import making
from tests.notifications.reading import read
from workflows.actors import Actor
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db
ENDS = date(2027, 2, 28)
BEFORE = noon(date(2027, 2, 1))
WHY = "Le comité ne siège qu’en mai."


@pytest.fixture
def held() -> Recognition:
    return label(factories.organisation(), date(2024, 2, 29))


@pytest.fixture
def direction() -> Actor:
    return Actor.of(factories.manager())


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [unmet.code for unmet in refused.value.unmet]


def test_it_moves_the_last_day_and_keeps_the_former(held: Recognition, direction: Actor) -> None:
    extend(held, until=date(2027, 6, 30), reason=WHY, actor=direction, at=BEFORE)
    assert (held.valid_until, held.granted_until) == (date(2027, 6, 30), ENDS)
    assert held.extendable_until == date(2028, 2, 28)
    row = held.history.get(transition="extend")
    assert (row.reason, row.actor) == (WHY, direction.reference)
    assert list(recognitions_last_what_the_rule_gives()) == []
    apply_time(noon(date(2027, 6, 30)))
    held.refresh_from_db()
    assert held.state == "active"
    apply_time(noon(date(2027, 7, 1)))
    held.refresh_from_db()
    assert (held.state, held.ended_on) == ("expired", date(2027, 6, 30))


def test_its_letter_says_until_when_it_was_and_where_its_renewal_stands(
    held: Recognition, direction: Actor
) -> None:
    extend(held, until=date(2027, 6, 30), reason=WHY, actor=direction, at=BEFORE)
    opens = "28\u00a0février\u00a02026"
    for day, renewal in (
        (date(2026, 2, 20), f"le renouvellement s’ouvre le {opens}"),
        (date(2026, 12, 1), f"le renouvellement est ouvert depuis le {opens}"),
    ):
        with time_machine.travel(noon(day), tick=False):
            (said,) = read("recognition.extend", held)
        words = " ".join(f"{said.summary} {said.details}".replace("\u00a0", " ").split())
        assert f"prolonger le label {held.number}, accordé jusqu’au 28 février 2027." in words
        assert "Il reste valable jusqu’au 30 juin 2027." in words
        assert "Ses raisons :" in words
        assert renewal.replace("\u00a0", " ") in words


def test_the_letter_of_a_second_one_says_from_which_end_it_goes_on(
    held: Recognition, direction: Actor
) -> None:
    extend(held, until=date(2027, 6, 30), reason=WHY, actor=direction, at=BEFORE)
    extend(held, until=date(2027, 12, 31), reason=WHY, actor=direction, at=BEFORE)
    (said,) = read("recognition.extend", held)
    words = said.summary.replace("\u00a0", " ")
    assert f"prolonger le label {held.number}, déjà prolongé jusqu’au 30 juin 2027." in words
    assert "Il reste valable jusqu’au 31 décembre 2027." in words
    assert "février" not in words


@pytest.mark.parametrize(
    ("until", "code"),
    [
        (date(2027, 2, 28), "extension_too_short"),
        (date(2026, 12, 1), "extension_too_short"),
        (date(2028, 2, 29), "extension_too_long"),
    ],
)
def test_its_end_is_ahead_and_within_a_year(
    held: Recognition, direction: Actor, until: date, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        extend(held, until=until, reason=WHY, actor=direction, at=BEFORE)
    assert codes(refused) == [code]
    held.refresh_from_db()
    assert (held.valid_until, held.granted_until) == (ENDS, None)


def test_twice_it_goes_no_further_in_all(held: Recognition, direction: Actor) -> None:
    extend(held, until=date(2027, 12, 31), reason=WHY, actor=direction, at=BEFORE)
    with pytest.raises(Refused) as refused:
        extend(held, until=date(2028, 12, 31), reason=WHY, actor=direction, at=BEFORE)
    assert codes(refused) == ["extension_too_long"]
    extend(held, until=date(2028, 2, 28), reason=WHY, actor=direction, at=BEFORE)
    assert (held.granted_until, held.valid_until) == (ENDS, date(2028, 2, 28))
    assert list(recognitions_last_what_the_rule_gives()) == []


def test_not_without_reasons_nor_by_another(held: Recognition, direction: Actor) -> None:
    until = date(2027, 6, 30)
    with pytest.raises(Refused) as refused:
        extend(held, until=until, reason=" ", actor=direction, at=BEFORE)
    assert codes(refused) == ["reason"]
    for person in (factories.instructor(), factories.representative(held.organisation)):
        with pytest.raises(Forbidden):
            extend(held, until=until, reason=WHY, actor=Actor.of(person), at=BEFORE)


def test_not_after_its_last_day(held: Recognition, direction: Actor) -> None:
    with pytest.raises(Refused) as refused:
        extend(
            held, until=date(2027, 6, 30), reason=WHY, actor=direction, at=noon(date(2027, 3, 1))
        )
    assert "extension_too_late" in codes(refused)


def test_not_while_it_is_suspended(held: Recognition, direction: Actor) -> None:
    sanctions.suspend(held, reason="Enquête.", at=noon(date(2026, 12, 1)))
    with pytest.raises(Stale):
        extend(held, until=date(2027, 6, 30), reason=WHY, actor=direction, at=BEFORE)


def test_it_never_overlaps_the_next(held: Recognition, direction: Actor) -> None:
    following = label(held.organisation, date(2026, 11, 3))
    assert following.valid_from == ENDS
    with pytest.raises(Refused) as refused:
        extend(held, until=date(2027, 6, 30), reason=WHY, actor=direction, at=BEFORE)
    assert codes(refused) == ["already_followed"]


def test_the_next_begins_where_the_extension_ends(held: Recognition, direction: Actor) -> None:
    extend(held, until=date(2027, 6, 30), reason=WHY, actor=direction, at=BEFORE)
    following = label(held.organisation, date(2027, 5, 12))
    assert following.valid_from == date(2027, 6, 30)
    assert list(recognitions_last_what_the_rule_gives()) == []
    apply_time(noon(date(2027, 6, 30)))
    states = dict(Recognition.objects.values_list("number", "state"))
    assert states == {held.number: "renewed", following.number: "active"}


def test_a_renewal_given_up_lets_it_be_extended_and_both_are_proven(
    held: Recognition, direction: Actor
) -> None:
    given_up = label(held.organisation, date(2026, 11, 3))
    sanctions.withdraw(given_up, reason="Accordée par erreur.", at=noon(date(2026, 11, 20)))
    extend(held, until=date(2027, 6, 30), reason=WHY, actor=direction, at=BEFORE)
    assert list(recognitions_last_what_the_rule_gives()) == []


@pytest.mark.breaks_history
def test_the_proof_and_the_database_see_an_end_moved_by_hand(held: Recognition) -> None:
    rows = Recognition.objects.filter(pk=held.pk)
    with pytest.raises(IntegrityError, match="extension_bounded"), transaction.atomic():
        rows.update(granted_until=ENDS)
    with pytest.raises(IntegrityError, match="extension_bounded"), transaction.atomic():
        rows.update(
            granted_until=ENDS, valid_until=date(2029, 1, 1), extendable_until=date(2028, 2, 28)
        )
    rows.update(valid_until=date(2027, 3, 31))
    assert len(list(recognitions_last_what_the_rule_gives())) == 1


def test_the_register_the_check_and_the_certificate_say_it_at_once(
    held: Recognition, direction: Actor
) -> None:
    with making.day(date(2027, 2, 1)):
        extend(held, until=date(2027, 6, 30), reason=WHY, actor=direction)
        assert status_line(held, date(2027, 2, 1)) == "valable jusqu’au 30\u00a0juin\u00a02027"
        browser = client_of(factories.user())
        page = browser.get(held.get_absolute_url()).text
        assert "Du 29\u00a0février\u00a02024 au 28\u00a0février\u00a02027" in page
        assert "Jusqu’au 30\u00a0juin\u00a02027, par décision de la CRESS" in page
        assert "Prolongation" in page
        assert WHY not in page
        check = browser.get(reverse("directory:verify_code", args=[held.code]), follow=True).text
        assert "30\u00a0juin\u00a02027" in check
        (until,) = (told for label_, told in certificate_facts(held)["lines"] if "jusqu" in label_)
        assert until == "30\u00a0juin\u00a02027"


def test_it_moves_not_the_day_from_which_it_is_renewed(held: Recognition, direction: Actor) -> None:
    extend(held, until=date(2028, 2, 28), reason=WHY, actor=direction, at=BEFORE)
    assert is_in_its_last_months(held, date(2026, 2, 28))
    assert is_renewable(held, date(2027, 2, 2))


def test_its_page_is_the_direction_s_and_keeps_what_was_typed(
    held: Recognition, direction: Actor
) -> None:
    address = reverse("directory:extend", args=[held.pk])
    with making.day(date(2027, 2, 1)):
        client = client_of(direction.user)
        organisation = client.get(held.organisation.get_absolute_url()).text
        assert address in organisation
        typed = {"until": "2029-01-01", "reason": WHY, "seen": ENDS.isoformat()}
        refused = client.post(address, typed)
        assert refused.status_code == 422
        assert "Une prolongation va au plus tard jusqu’au" in refused.text
        assert WHY in refused.text
        impossible = client.post(address, typed | {"until": "31/02/2027"})
        assert impossible.status_code == 422
        seen = client.post(address, typed | {"until": "2027-06-30", "preview": "1"})
        assert seen.status_code == 200
        held.refresh_from_db()
        assert held.granted_until is None
        assert client.post(address, typed | {"until": "2027-06-30"}).status_code == 302
        again = client.post(address, typed | {"until": "2027-07-31"})
        assert again.status_code == 409
        held.refresh_from_db()
        assert held.valid_until == date(2027, 6, 30)


@given(ends=st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_a_year_is_a_year_whatever_the_calendar(ends: date) -> None:
    longest = longest_extension(ends)
    assert timedelta(days=364) <= longest - ends <= timedelta(days=366)
    leap = (ends.month, ends.day) == (2, 29)
    assert (longest.month, longest.day) == ((2, 28) if leap else (ends.month, ends.day))
