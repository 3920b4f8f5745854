"""The entrance: each role finds its own page there."""

import pytest
from django.test import Client

from directory.people.models import User
from tests import factories
from tests.committee import making

pytestmark = pytest.mark.django_db


def home(user: User) -> str:
    client = Client()
    client.force_login(user)
    page = client.get("/")
    assert page.status_code == 200
    return page.text


@pytest.fixture
def administrator() -> User:
    return User.objects.create_superuser(
        "admin@exemple.fr", "x" * 12, first_name="Ariane", last_name="Delmas"
    )


def test_an_administrator_learns_what_the_account_is_for(administrator: User) -> None:
    assert "appoint_manager" in home(administrator)
    director, left = factories.manager("Charlie", "Morel"), factories.manager("Robin", "Faure")
    User.objects.filter(pk=left.pk).update(is_active=False)
    page = home(administrator)
    assert "Il n’ouvre aucun dossier" in page
    assert director.email in page
    assert left.email not in page
    assert "appoint_manager" not in page


def test_an_administrator_who_acts_for_a_structure_is_at_home_there(administrator: User) -> None:
    factories.membership(administrator, factories.organisation("L’Établi"))
    assert "L’Établi" in home(administrator)


def test_the_desk_shows_the_session_under_way_and_the_next() -> None:
    made = making.committee()
    to_come = making.planned(made, in_days=40)
    assert "Le comité est en séance" not in home(made.director)
    under_way = making.opened(made)
    page = home(made.director)
    assert f'<a href="{under_way.get_absolute_url()}">Le comité est en séance</a>' in page
    assert f'href="{to_come.get_absolute_url()}"' in page
