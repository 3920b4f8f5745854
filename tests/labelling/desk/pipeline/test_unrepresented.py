"""« Sans représentant », in « Le pilotage »: what runs for whom nobody represents."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine

from directory.people.models import User
from directory.recognitions.models import Recognition
from tests import factories
from tests.directory.making import label
from tests.labelling.browsing import client_of
from workflows.engine import perform

pytestmark = pytest.mark.django_db
PAGE = "/bureau/pilotage/"


@pytest.fixture(autouse=True)
def _on_a_day() -> Iterator[None]:
    with time_machine.travel("2026-11-02T10:00:00+01:00", tick=False):
        yield


def held(name: str, *days: date) -> Recognition:
    """The label of an organisation whose representatives closed their accounts, granted on the last
    of these days; it renews that of the day before."""
    org = factories.organisation(name=name)
    found = [label(org, day) for day in days]
    User.objects.filter(memberships__organisation=org).update(is_active=False)
    return found[-1]


def page(number: int = 1) -> str:
    return client_of(factories.instructor()).get(PAGE, {"page": number}).text


def test_they_are_told_the_first_to_end_first_with_where_to_go() -> None:
    later, sooner = held("Plus tard", date(2026, 3, 1)), held("Bientôt", date(2024, 3, 1))
    told = page()
    assert told.index("Bientôt") < told.index("Plus tard")
    for label_ in (later, sooner):
        assert f'href="{label_.organisation.get_absolute_url()}"' in told
        assert f"{label_.number}</a>" in told
    assert "envoyez-la-lui" in told


def test_a_label_and_its_renewal_to_come_are_one_line() -> None:
    ahead = held("Renouvelée", date(2024, 3, 1), date(2026, 9, 1))
    told = page()
    assert ahead.previous is not None
    assert ahead.previous.number in told
    assert ahead.number not in told


def test_one_leaves_the_list_when_somebody_represents_its_holder_or_it_ends() -> None:
    represented, ended = held("Représentée", date(2026, 3, 1)), held("Finie", date(2023, 3, 1))
    assert "Représentée" in page()
    factories.representative(represented.organisation)
    perform(ended, "expire", actor=factories.SYSTEM)
    told = page()
    assert "Représentée" not in told
    assert "Finie" not in told
    assert "a quelqu’un pour la représenter" in told


def test_they_are_turned_over_ten_at_a_time_and_past_the_last_says_so() -> None:
    for rank in range(11):
        held(f"Seule {rank:02}", date(2026, 1, 1 + rank))
    first, second, past = page(), page(2), page(3)
    assert f'href="{PAGE}?page=2#sans-representant"' in first
    assert [f"Seule {rank:02}" in first for rank in (0, 9, 10)] == [True, True, False]
    assert [f"Seule {rank:02}" in second for rank in (0, 9, 10)] == [False, False, True]
    assert "Il n’y en a plus après ceux-là." in past
    assert "a quelqu’un pour la représenter" not in past
