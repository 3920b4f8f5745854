"""The page of an accompanist: what it does, where, for whom, and what that is worth today."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from directory.annuaire.enums import Domain
from directory.annuaire.models import Listing
from tests import factories, sanctions
from tests.directory.making import accompanist, label, listing
from workflows.presentation.french import format_date

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Listing:
    return listing(
        "Les Jardins du Bocage",
        departments=frozenset({"85", "2A"}),
        domains=frozenset({Domain.SOCIAL}),
        trains=True,
        at_a_distance=True,
    )


def page(made: Listing) -> str:
    answer = Client().get(made.get_absolute_url())
    assert answer.status_code == 200
    return answer.text


def test_it_says_what_where_and_for_whom(made: Listing) -> None:
    shown = page(made)
    for words in (
        "Ce référencement est valide",
        "Nous accompagnons les conseils d’administration.",
        "Accompagnement et formation",
        "Social et diversité",
        "Vendée, Corse-du-Sud. À distance aussi.",
        "Le Relais",
        "Un séminaire des instances.",
        "https://exemple.fr/",
        "/charte/accompagnateurs/",
        f"valable jusqu’au {format_date(made.recognition.valid_until)}",
    ):
        assert words in shown, words


@pytest.mark.parametrize(
    ("act", "verdict", "line"),
    [
        ("suspend", "Ce référencement est suspendu", "suspendu depuis le"),
        ("withdraw", "Ce référencement a été retiré", "retiré le"),
    ],
)
def test_suspended_or_withdrawn_it_says_so_and_since_when_and_offers_nothing(
    made: Listing, act: str, verdict: str, line: str
) -> None:
    getattr(sanctions, act)(made.recognition, reason="Un motif qui reste à la CRESS.")
    shown = page(made)
    assert verdict in shown
    assert f"{line} {format_date(timezone.localdate())}" in shown
    assert "ne figure plus dans la liste de l’annuaire" in shown
    assert "Un séminaire des instances." not in shown
    assert "Un motif qui reste à la CRESS." not in shown


def test_past_its_last_day_it_has_expired(made: Listing) -> None:
    with time_machine.travel(made.recognition.valid_until + timedelta(days=1)):
        shown = page(made)
    assert "Ce référencement a expiré" in shown
    assert "Un séminaire des instances." not in shown


def test_each_number_has_one_page(made: Listing) -> None:
    """The register leads to the annuaire and back; a number of nobody's is said to be one."""
    granted = label(factories.organisation(), timezone.localdate())
    number, client = made.recognition.number, Client()
    assert client.get(f"/registre/{number}/")["Location"] == made.get_absolute_url()
    assert client.get(f"/annuaire/{granted.number}/")["Location"] == granted.get_absolute_url()
    assert client.get("/verifier/", {"code": number})["Location"] == made.get_absolute_url()
    for nobody in ("ACC-1999-0001", "%00", "a%0Ab"):
        assert client.get(f"/annuaire/{nobody}/").status_code == 404


def test_without_a_listing_it_still_says_what_it_is_worth() -> None:
    recognition = accompanist(factories.organisation())
    answer = Client().get(recognition.get_absolute_url())
    assert "Ce référencement est valide" in answer.text


def test_its_words_are_no_markup_and_its_link_no_script(made: Listing) -> None:
    made.presentation = "<script>alert(1)</script>"
    made.save(update_fields=["presentation"])
    assert "<script>alert" not in page(made)


def test_its_cost_is_bounded(made: Listing, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(10):
        page(made)
