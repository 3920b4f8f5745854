"""The menu of each role, the page it is on, and where it stands today."""

from uuid import uuid4

import pytest
from django.test import Client

from directory.people.models import User
from labelling.desk.batches.operations import Asked, confirm
from tests import factories
from tests.committee import making
from workflows.actors import Actor
from workflows.engine import perform

pytestmark = pytest.mark.django_db


READ_BY_ALL = ["Registre", "Annuaire", "Vérifier", "La charte"]


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def menu(user: User, path: str) -> dict[str, bool]:
    """The entries of the menu on the page at `path`, and which of them it is."""
    page = logged_in(user).get(path)
    assert page.status_code == 200
    return {item.label: item.current for item in page.context["nav"]}


def current(entries: dict[str, bool]) -> list[str]:
    return [label for label, is_current in entries.items() if is_current]


def role(user: User) -> str:
    return str(logged_in(user).get("/taches/").context["account_role"])


def test_the_cress_is_under_dossiers_on_every_page_of_a_dossier() -> None:
    dossier = factories.dossier("under_instruction")
    assert dossier.assignee
    pages = [f"/affaires/{dossier.pk}/{name}/" for name in ("messages", "pieces", "historique")]
    for path in ("/dossiers/instruction/", dossier.get_absolute_url(), *pages):
        entries = menu(dossier.assignee, path)
        assert current(entries) == ["Dossiers"]


def test_the_pages_of_the_desk_are_under_it() -> None:
    instructor = factories.instructor()
    pages = ("recherche", "pilotage", "calendrier", "charge-du-comite", "delais-et-issues")
    desk = [f"/bureau/{page}/" for page in (*pages, "renouvellements")]
    for path in ("/", *desk):
        assert current(menu(instructor, path)) == ["Bureau"], path


def test_acting_on_several_is_under_the_dossiers_that_it_comes_from() -> None:
    instructor = factories.instructor()
    asked = Asked("confier", str(instructor.pk))
    batch = confirm(uuid4(), asked, [], actor=Actor.of(instructor))
    for path in ("/bureau/lots/", batch.get_absolute_url()):
        assert current(menu(instructor, path)) == ["Dossiers"], path


def test_the_sessions_are_the_home_of_who_only_sits() -> None:
    made = making.committee()
    member = made.mandates[0].user
    assert list(menu(member, "/taches/")) == ["Mes tâches", "Séances", *READ_BY_ALL]
    factories.membership(member, factories.organisation())
    assert next(iter(menu(member, "/taches/"))) == "Accueil"


def test_what_everyone_reads_stays_in_the_menu_of_whoever_signed_in() -> None:
    assert [item.label for item in Client().get("/registre/").context["nav"]] == READ_BY_ALL
    for user in (factories.user(), factories.representative(), factories.manager()):
        entries = menu(user, "/verifier/")
        assert list(entries)[-len(READ_BY_ALL) :] == READ_BY_ALL
        assert current(entries) == ["Vérifier"]


def test_the_account_says_as_what_one_is_here() -> None:
    both = factories.manager()
    assert role(factories.instructor()) == "CRESS, instruction"
    assert role(both) == "CRESS, direction"
    assert role(making.committee().mandates[0].user) == "Comité"
    assert role(factories.representative()) == "Structure"
    assert role(User.objects.create_superuser("admin@exemple.fr", "x" * 12)) == "Administration"
    assert role(factories.user()) == ""


def test_the_inbox_leads_whoever_sits_to_the_session_under_way() -> None:
    made = making.committee()
    member, stranger = made.mandates[1].user, factories.user()
    assert "/salle/" not in inbox(member)
    session = making.opened(made)
    entrance = f'href="/seances/{session.pk}/salle/"'
    assert entrance in inbox(member)
    assert entrance not in inbox(stranger)
    perform(session, "close", actor=made.chair)
    assert entrance not in inbox(member)


def test_more_tasks_than_are_counted_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.navigation.number_waiting", lambda keys, *, most: most)
    assert '<span class="o-count">99+<' in inbox(factories.user())


def inbox(user: User) -> str:
    return logged_in(user).get("/taches/").text
