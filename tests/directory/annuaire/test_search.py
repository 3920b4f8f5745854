"""The annuaire: found by any spelling, by name, and gone as soon as it is not worth it any more."""

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory.annuaire import search as searching
from directory.annuaire.coverage import coverage
from directory.annuaire.enums import Domain
from directory.annuaire.map import plan_map
from directory.annuaire.models import Listing
from directory.annuaire.search import PAGE_SIZE
from directory.organisations import indexing
from tests import factories, sanctions
from tests.directory.making import label, listing

pytestmark = pytest.mark.django_db
ANNUAIRE = reverse("directory:annuaire")


def names(**query: str) -> list[str]:
    answer = Client().get(ANNUAIRE, query)
    assert answer.status_code == 200
    return [line.recognition.organisation.name for line in answer.context["lines"]]


@pytest.fixture
def listings() -> dict[str, Listing]:
    facts: dict[str, dict[str, Any]] = {
        "Zéphyr conseil": {
            "domains": frozenset({Domain.ENVIRONMENT}),
            "departments": frozenset({"44", "2A"}),
            "at_a_distance": True,
        },
        "Écoute et territoires": {
            "whole_approach": True,
            "domains": frozenset(),
            "trains": True,
            "departments": frozenset({"85"}),
        },
        "L’Œuvre sociale": {
            "domains": frozenset({Domain.SOCIAL, Domain.GOVERNANCE}),
            "accompanies": False,
            "trains": True,
            "presentation": "Des formations pour les salariés, « sur mesure ».",
        },
    }
    label(factories.organisation("Un label n’y est pas"), timezone.localdate())
    return {name: listing(name, **said) for name, said in facts.items()}


ALL = ["Écoute et territoires", "L’Œuvre sociale", "Zéphyr conseil"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ECOUTE", ["Écoute et territoires"]),
        ("ecoutes", ["Écoute et territoires"]),
        ("territoire", ["Écoute et territoires"]),
        ("sociaux", ["L’Œuvre sociale"]),
        ("oeuvre", ["L’Œuvre sociale"]),
        ("salarié mesure", ["L’Œuvre sociale"]),
        ("vendee", ["Écoute et territoires"]),
        ("corse", ["Zéphyr conseil"]),
        ("séminaires", ALL),
        ("angers", ALL),
        ("label", []),
        ("%", []),
        ("_", []),
        ("'; DROP TABLE directory_listing; --", []),
        ("<script>alert(1)</script>", []),
        ('"oeuvre" OR NOT NEAR(*', []),
    ],
)
def test_it_is_found_however_it_is_typed(listings: Any, typed: str, found: list[str]) -> None:
    assert names(q=typed) == found
    # As well when more than a handful have the words; or many, and the list is read instead of
    # their index.
    for module, bound, most in ((indexing, "HANDFUL", -1), (searching, "FEW", 0)):
        with mock.patch.object(module, bound, most):
            assert names(q=typed) == found


def test_a_number_and_a_siren_are_found(listings: dict[str, Listing]) -> None:
    made = listings["Zéphyr conseil"]
    number = made.recognition.number
    for typed in (number.lower(), number.removeprefix("ACC-"), str(made.organisation.siren)):
        assert names(q=typed) == ["Zéphyr conseil"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ALL),
        ({"theme": "environment"}, ["Écoute et territoires", "Zéphyr conseil"]),
        ({"theme": "governance"}, ["Écoute et territoires", "L’Œuvre sociale"]),
        ({"departement": "2A"}, ["Zéphyr conseil"]),
        ({"departement": "53"}, []),
        ({"portee": "demarche"}, ["Écoute et territoires"]),
        ({"portee": "actions"}, ["L’Œuvre sociale", "Zéphyr conseil"]),
        ({"offre": "formation"}, ["Écoute et territoires", "L’Œuvre sociale"]),
        ({"offre": "accompagnement"}, ["Écoute et territoires", "Zéphyr conseil"]),
        ({"distance": "oui"}, ["Zéphyr conseil"]),
        ({"offre": "formation", "theme": "social", "departement": "49"}, ["L’Œuvre sociale"]),
    ],
    ids=str,
)
def test_filters_narrow_the_list(listings: Any, query: dict[str, str], found: list[str]) -> None:
    assert names(**query) == found


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"theme": "astrologie"}, "Ce filtre n’existe pas"),
        ({"departement": "99"}, "Ce filtre n’existe pas"),
        ({"portee": "\0"}, "Ce filtre n’existe pas"),
        ({"q": "a" * 10_000}, "dépasse 200 caractères"),
        ({"q": "a\0b"}, "caractère illisible"),
        ({"page": "-1"}, "Cette page n’existe pas"),
        ({"apres": "-1"}, "Cette page n’existe pas"),
        ({"apres": "9" * 40}, "Cette page n’existe pas"),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_said_and_the_list_is_there(
    listings: Any, query: dict[str, str], said: str
) -> None:
    answer = Client().get(ANNUAIRE, query)
    assert answer.status_code == 200
    assert said in answer.text
    assert [line.recognition.organisation.name for line in answer.context["lines"]] == ALL


def test_what_was_typed_is_kept_and_is_no_markup(listings: Any) -> None:
    page = Client().get(ANNUAIRE, {"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("act", ["suspend", "withdraw"])
def test_it_is_gone_from_the_list_in_the_same_transaction(
    listings: dict[str, Listing], act: str
) -> None:
    made = listings["Zéphyr conseil"].recognition
    assert coverage()["44"] == 1
    getattr(sanctions, act)(made, reason="Un motif")
    assert names() == [name for name in ALL if name != "Zéphyr conseil"]
    assert names(q="zephyr") == names(departement="44") == []
    assert "44" not in coverage()


def test_it_is_back_when_it_is_reinstated(listings: dict[str, Listing]) -> None:
    made = listings["Zéphyr conseil"].recognition
    sanctions.suspend(made, reason="Un motif")
    sanctions.reinstate(made, reason="Un motif")
    assert names() == ALL


def test_it_is_gone_the_day_after_its_last_whether_or_not_time_has_passed(listings: Any) -> None:
    last = listings["Zéphyr conseil"].recognition.valid_until
    with time_machine.travel(last + timedelta(days=1)):
        assert names() == []
        assert coverage() == {}


def test_the_map_counts_each_department_and_leads_to_its_list(listings: Any) -> None:
    answer = Client().get(ANNUAIRE, {"departement": "2A"})
    shown = plan_map(coverage(), current="2A")
    assert {place.code: place.count for place in shown.region} == {
        "44": 1, "49": 1, "53": 0, "72": 0, "85": 1,
    }  # fmt: skip
    assert [(place.name, place.count, place.current) for place in shown.elsewhere] == [
        ("Corse-du-Sud", 1, True)
    ]
    for place in (*shown.region, *shown.elsewhere):
        assert f'href="{place.url}"' in answer.text
        assert len(Client().get(place.url).context["lines"]) == place.count


def test_nothing_found_says_what_to_do(listings: Any) -> None:
    assert "Personne ne correspond" in Client().get(ANNUAIRE, {"q": "introuvable"}).text


def test_an_empty_annuaire_says_why() -> None:
    assert "L’annuaire est encore vide" in Client().get(ANNUAIRE).text


def test_pages_follow_each_other_without_loss_or_repeat() -> None:
    made = [listing("Même nom") for _ in range(PAGE_SIZE + 3)]
    client, url, seen = Client(), ANNUAIRE, []
    while url:
        answer = client.get(url)
        assert "Cette page n’existe pas" not in answer.text
        seen += [line.recognition.pk for line in answer.context["lines"]]
        url = answer.context["pager"].next
    assert sorted(seen) == sorted(item.recognition_id for item in made)


def test_it_is_read_along_an_index() -> None:
    listing("Zéphyr")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    if connection.vendor != "sqlite":
        pytest.skip("the planner of PostgreSQL chooses by size")
    with CaptureQueriesContext(connection) as queries:
        Client().get(ANNUAIRE)
    listed = next(query["sql"] for query in queries if "ORDER BY" in query["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {listed}")
        plan = str(cursor.fetchall())
    assert "recognition_annuaire" in plan
    # Only the rows of the page, once their keys are known.
    assert plan.count("TEMP B-TREE") == 1
