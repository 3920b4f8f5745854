"""People change their own name: the history says when, and from what to nobody."""

import pytest
from django.urls import reverse

from directory.accounts.operations import erase_person
from directory.people.models import NameChange, User
from tests import factories
from tests.directory.making import logged_in
from workflows.actors import Actor

pytestmark = pytest.mark.django_db
PAGE = reverse("account_name")


def test_a_person_changes_their_own_name_and_the_history_says_so() -> None:
    person = factories.user("Camille", "Morin")
    client = logged_in(person)
    shown = client.get(PAGE).text
    assert 'value="Camille"' in shown
    assert PAGE in shown  # the menu of the account leads there
    typed = {"first_name": " Camille ", "last_name": "Morin-Lebreton"}
    page = client.post(PAGE, typed, follow=True)
    assert "Votre nom est enregistré." in page.text
    assert str(User.objects.get(pk=person.pk)) == "Camille Morin-Lebreton"
    row = NameChange.objects.get().history.get()
    assert (row.transition, row.actor) == ("rename", Actor.of(person).reference)

    client.post(PAGE, typed)  # a second click changes nothing
    assert NameChange.objects.count() == 1


@pytest.mark.parametrize("name", ["first_name", "last_name"])
def test_a_name_is_not_emptied(name: str) -> None:
    person = factories.user("Camille", "Morin")
    typed = {"first_name": "Camille", "last_name": "Morin", name: " "}
    response = logged_in(person).post(PAGE, typed)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {name}
    assert not NameChange.objects.exists()


def test_a_former_name_does_not_outlive_the_erasure() -> None:
    person = factories.user("Camille", "Morin")
    logged_in(person).post(PAGE, {"first_name": "Camille", "last_name": "Lebreton"})
    erase_person(person)
    change = NameChange.objects.get()
    kept = f"{vars(change)} {[vars(row) for row in change.history.all()]}"
    assert "Morin" not in kept
    assert "Lebreton" not in kept
