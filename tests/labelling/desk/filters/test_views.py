"""A list kept as it was narrowed: by each for oneself, under a name of their own."""

from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from directory.people.models import User
from labelling.desk.filters.models import FilteredList, SavedFilter
from labelling.desk.filters.operations import MOST, save_filter
from tests import factories
from tests.labelling.browsing import client_of
from tests.threads import at_once
from workflows.actors import Actor
from workflows.verdicts import Refused

pytestmark = pytest.mark.django_db
DESK = "/bureau/pilotage/"
LIST = "/dossiers/instruction/"
PAGE = "/bureau/filtres/"
SAVE = f"{PAGE}enregistrer/"
LATE = {"page": "labelling:queue", "query": "retard=on&apres=2026_x_1&etat="}


@pytest.fixture
def person() -> User:
    return factories.instructor()


@pytest.fixture
def cress(person: User) -> Client:
    return client_of(person)


def kept(person: User, name: str = "Mes retards") -> SavedFilter:
    return save_filter(name=name, actor=Actor.of(person), **LATE)


def test_the_list_leads_to_keeping_it_and_the_filter_leads_back(cress: Client) -> None:
    page = cress.get(LIST, {"retard": "on"}).text
    assert f"{SAVE}?page=labelling:queue&amp;query=retard%3Don" in page
    form = cress.get(SAVE, LATE).text
    assert 'value="retard=on"' in form
    assert f'<a class="btn btn-outline" href="{LIST}?retard=on">Annuler</a>' in form
    answer = cress.post(SAVE, {**LATE, "name": " Mes  retards "})
    assert answer.headers["Location"] == f"{LIST}?retard=on"
    made = SavedFilter.objects.get()
    assert (made.name, made.get_absolute_url()) == ("Mes retards", f"{LIST}?retard=on")
    assert f'<a href="{made.get_absolute_url()}">Mes retards</a>' in cress.get(DESK).text


def test_a_list_shows_those_of_it_and_which_one_it_is(cress: Client, person: User) -> None:
    kept(person)
    save_filter(name="À Nantes", page="referencing:queue", query="q=nantes", actor=Actor.of(person))
    kept(factories.instructor(), "D’une autre personne")
    chip = f'<a class="o-chip" href="{LIST}?retard=on"{{}}>Mes retards</a>'
    whole, narrowed = cress.get(LIST).text, cress.get(LIST, {"retard": "on", "apres": ""}).text
    assert chip.format("") in whole
    assert "Enregistrer ce filtre" in whole
    assert chip.format(' aria-current="page"') in narrowed
    assert "Enregistrer ce filtre" not in narrowed  # it is kept already
    for page in (whole, narrowed):
        assert "À Nantes" not in page
        assert "D’une autre personne" not in page
        assert f'href="{DESK}#filtres"' in page


def test_two_of_one_name_are_refused_beside_what_was_typed(cress: Client, person: User) -> None:
    kept(person)
    answer = cress.post(SAVE, {**LATE, "name": "MES RETARDS"})
    assert answer.status_code == 422
    assert "Un de vos filtres porte déjà ce nom." in answer.text
    assert 'value="MES RETARDS"' in answer.text
    assert kept(factories.instructor()).pk  # somebody else's


@pytest.mark.parametrize("page", FilteredList)
def test_a_list_that_may_be_kept_says_so(cress: Client, page: FilteredList) -> None:
    assert f"{SAVE}?page={page.value}&amp;query=" in cress.get(reverse(page.value)).text


@pytest.mark.parametrize("page", ["admin:index", "//ailleurs.example", "", "oversight:reviews"])
def test_only_a_list_that_we_know_is_kept(cress: Client, page: str) -> None:
    asked = {"name": "X", "page": page, "query": ""}
    assert cress.get(SAVE, asked).status_code == 200
    assert cress.post(SAVE, asked).status_code == 422
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_it_has_a_name(cress: Client, name: str) -> None:
    for asked in (LATE, {"page": LATE["page"]}):
        answer = cress.post(SAVE, {**asked, "name": name})
        assert answer.status_code == 422
        assert f'href="{LIST}' in answer.text  # « Annuler »


def test_one_renames_and_deletes_one_s_own_alone(cress: Client, person: User) -> None:
    mine, other = kept(person), kept(factories.instructor())
    answer = cress.post(f"{PAGE}{mine.pk}/renommer/", {"name": "À relancer"})
    assert answer.headers["Location"] == f"{DESK}#filtres"
    mine.refresh_from_db()
    assert mine.name == "À relancer"
    assert cress.get(f"{PAGE}{other.pk}/renommer/").status_code == 404
    assert cress.post(f"{PAGE}{other.pk}/renommer/", {"name": "Pris"}).status_code == 404
    for pk in (other.pk, mine.pk, mine.pk, 10**30):
        assert cress.post(f"{PAGE}{pk}/supprimer/").status_code == 302
    assert list(SavedFilter.objects.all()) == [other]


def test_a_rename_to_a_name_that_is_taken_is_refused(cress: Client, person: User) -> None:
    kept(person, "Un")
    second = kept(person, "Deux")
    answer: Any = cress.post(f"{PAGE}{second.pk}/renommer/", {"name": "un"})
    assert answer.status_code == 422
    second.refresh_from_db()
    assert second.name == "Deux"


def test_there_is_an_end_to_them(person: User) -> None:
    for rank in range(MOST):
        kept(person, f"Filtre {rank}")
    with pytest.raises(Refused):
        kept(person, "Un de trop")


@pytest.mark.django_db(transaction=True)
def test_one_name_kept_twice_at_once_is_kept_once() -> None:
    person = factories.instructor()
    made = at_once([partial(kept, person)] * 3)
    assert sorted(type(one).__name__ for one in made) == ["Refused", "Refused", "SavedFilter"]
