"""The page of a label: whose it is, what it is worth, since when, for which commitments."""

from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from directory.charters.enums import PrincipleKey
from directory.recognitions.models import Recognition
from directory.register import verification
from tests import factories, sanctions
from workflows.presentation.french import format_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def label() -> Recognition:
    return factories.dossier("validated").recognitions.get()


def page(label: Recognition) -> str:
    answer = Client().get(label.get_absolute_url())
    assert answer.status_code == 200
    return answer.text


def title(label: Recognition) -> str:
    return page(label).partition("<title>")[2].partition(" · ")[0]


def test_the_title_names_whose_it_is_and_what_it_is_worth(label: Recognition) -> None:
    until = format_date(label.valid_until)
    assert title(label) == f"{label.organisation}\u00a0: label OSE valable jusqu’au {until}"


def test_the_title_says_when_it_is_worth_nothing_any_more(label: Recognition) -> None:
    today = format_date(timezone.localdate())
    reason = "Plus aucune preuve n’est apportée depuis un an."
    sanctions.suspend(label, reason=reason)
    assert title(label).endswith(f"label OSE suspendu depuis le {today}")
    sanctions.withdraw(label, reason=reason)
    assert title(label).endswith(f"label OSE retiré le {today}")


def test_the_title_says_that_it_has_expired(label: Recognition) -> None:
    with time_machine.travel(label.valid_until.replace(year=label.valid_until.year + 1)):
        assert title(label).endswith(f"label OSE expiré le {format_date(label.valid_until)}")


def test_what_happened_to_it_is_told_and_nothing_is_not(
    label: Recognition, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Suivi" in page(label)
    monkeypatch.setattr(verification, "public_steps", lambda recognition: [])
    assert "Suivi" not in page(label)


def test_the_six_commitments_are_named(label: Recognition) -> None:
    shown = page(label)
    for key in PrincipleKey:
        assert key.label in shown


def test_what_is_shared_of_it_is_its_title_and_its_address(
    label: Recognition, settings: Any
) -> None:
    settings.OSE_BASE_URL = "https://label.example.fr"
    shown = page(label)
    address = f"https://label.example.fr{label.get_absolute_url()}"
    assert f'<meta property="og:url" content="{address}">' in shown
    assert f'<meta property="og:title" content="{label.organisation}\u00a0: label OSE' in shown
    assert "og:image" not in shown


def test_its_cost_is_bounded(label: Recognition, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):
        page(label)
