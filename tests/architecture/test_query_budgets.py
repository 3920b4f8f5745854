"""Every list asks the same number of queries at 10 rows and at 1,000, and thirteen at most."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.architecture.access_world import build_world
from tests.architecture.growth import GROWTH, more_dossiers

pytestmark = [pytest.mark.django_db, pytest.mark.breaks_history]
MOST = 13
# A page that counts everything once, of a fixed number of tables.
MOST_OF = {
    "conformity:conformity": 25,
    "desk:pipeline": 21,
    "desk:forecast": 15,
    "directory:retention": 22,
}


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_a_search_costs_the_same_at_10_and_1000_organisations() -> None:
    world = build_world()
    client = Client()
    client.force_login(world.colleague)
    url = f"{reverse('desk:search')}?q=copie"
    more_dossiers(world, world.colleague, 10)
    few = queries(client, url)
    more_dossiers(world, world.colleague, 1000)
    assert queries(client, url) == few <= 20


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("labelling:list", "other"),
        ("labelling:queue", "manager"),
        ("referencing:list", "other"),
        ("referencing:queue", "manager"),
        ("workflows:inbox", "manager"),
        ("notifications:addresses", "manager"),
        ("notifications:letters", "manager"),
        ("notifications:list", "manager"),
        ("committee:composition", "manager"),
        ("committee:members", "manager"),
        ("committee:sessions", "manager"),
        ("committee:sessions", "member"),
        ("directory:annuaire", "anonymous"),
        ("directory:register", "anonymous"),
        ("directory:register_figures", "anonymous"),
        ("frameworks:list", "anonymous"),
        ("frameworks:list", "manager"),
        ("revisions:list", "anonymous"),
        ("revisions:list", "manager"),
        ("directory:team", "manager"),
        ("directory:removals", "manager"),
        ("labelling:exchanges", "manager"),
        ("desk:foresight", "manager"),
        ("desk:forecast", "manager"),
        ("desk:outcomes", "manager"),
        ("desk:pipeline", "manager"),
        ("desk:renewals", "manager"),
        ("complaints:list", "manager"),
        ("complaints:list", "monitor"),
        ("oversight:reviews", "manager"),
        ("sampling:list", "anonymous"),
        ("sampling:list", "monitor"),
        ("conformity:conformity", "manager"),
        ("conformity:conformity", "monitor"),
        ("directory:interests", "manager"),
        ("directory:interests", "monitor"),
        ("directory:logo", "manager"),
        ("directory:imports", "manager"),
        ("directory:delays", "manager"),
        ("directory:delays_history", "manager"),
        ("directory:retention", "manager"),
    ],
)
def test_a_list_costs_the_same_at_10_and_1000_rows(name: str, role: str) -> None:
    world = build_world()
    person = world.people[role]
    client = Client()
    if person is not None:
        client.force_login(person)
    grow = GROWTH[name]
    grow(world, person, 10)
    few = queries(client, reverse(name))
    grow(world, person, 1000)
    many = queries(client, reverse(name))
    assert many == few <= MOST_OF.get(name, MOST), f"{few} queries at 10 rows, {many} at 1,000"
