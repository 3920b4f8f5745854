"""The team of the CRESS: who joins, who leaves, and the proof that rights hang on."""

from collections.abc import Callable
from functools import partial
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from committee.appointments.operations import appoint
from directory.people.enums import CressGroup, WatchGroup
from directory.people.models import TeamRole, User
from directory.people.operations import join_team, leave_team
from directory.people.policies import staff
from tests import factories
from tests.committee import making
from tests.directory.making import logged_in
from tests.threads import at_once
from workflows.actors import Actor
from workflows.history import UnrecordedWrite
from workflows.policies import keys_of
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db
MANAGER, INSTRUCTOR = CressGroup.MANAGER, CressGroup.INSTRUCTOR
TEAM = "/equipe/"
JOIN = "/equipe/ajouter/"


@pytest.fixture
def director() -> User:
    return factories.manager()


@pytest.fixture
def client(director: User) -> Client:
    return logged_in(director)


def leave_url(group: str, user: User) -> str:
    return reverse("directory:leave_team", kwargs={"group": group, "pk": user.pk})


def words(response: Any) -> str:
    text: str = response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")
    return text


def refusals(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 422
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def test_someone_joins_with_rights_and_proof(client: Client, director: User) -> None:
    newcomer = factories.user("Élise", "Tanguy")
    data = {"user": newcomer.email.upper(), "group": INSTRUCTOR}
    page = words(client.post(JOIN, data, follow=True))
    assert "Élise Tanguy fait maintenant partie de l’équipe." in page
    assert "Entrée dans l’équipe : Élise Tanguy, CRESS, instruction" in page
    assert f"group:{INSTRUCTOR}" in keys_of(newcomer)
    assert logged_in(newcomer).get("/dossiers/instruction/").status_code == 200
    line = newcomer.team_roles.get().history.get()
    assert (line.transition, line.actor) == ("join", Actor.of(director).reference)


def test_someone_leaves_at_once_and_the_proof_remains(client: Client, director: User) -> None:
    colleague = factories.instructor("Sacha", "Guérin")
    assert "Retirer de l’équipe" in words(client.get(leave_url(INSTRUCTOR, colleague)))
    page = words(client.post(leave_url(INSTRUCTOR, colleague), follow=True))
    assert "Départ de l’équipe : Sacha Guérin, CRESS, instruction" in page
    assert not staff(INSTRUCTOR).exists()
    assert logged_in(colleague).get("/dossiers/instruction/").status_code == 403
    role = colleague.team_roles.get()
    assert role.until is not None
    assert role.history.first().actor == Actor.of(director).reference
    assert client.post(leave_url(INSTRUCTOR, colleague)).status_code == 409
    assert client.get(leave_url(INSTRUCTOR, colleague)).status_code == 404
    # Coming back is a role of its own.
    join_team(user=colleague, group=INSTRUCTOR, actor=Actor.of(director))
    assert colleague.team_roles.count() == 2


def test_bad_input_is_said_in_the_form(client: Client, director: User) -> None:
    unknown = {"user": "inconnue@exemple.fr", "group": INSTRUCTOR}
    assert refusals(client.post(JOIN, unknown)) == {
        "user": [
            "Aucun compte n’a cette adresse. Invitez la personne à s’inscrire, puis nommez-la."
        ]
    }
    twice = {"user": director.email, "group": MANAGER}
    assert refusals(client.post(JOIN, twice)) == {
        "user": ["Charlie Morel fait déjà partie de l’équipe à ce titre."]
    }
    closed = {"user": factories.user(is_active=False).email, "group": MANAGER}
    assert refusals(client.post(JOIN, closed)) == {
        "user": ["Le compte de cette personne est désactivé."]
    }
    assert set(refusals(client.post(JOIN, {"group": "superadmin"}))) == {"user", "group"}
    assert TeamRole.objects.count() == 1
    for group in ("superadmin", "cress"):
        assert client.get(leave_url(group, director)).status_code == 404


def test_the_last_manager_stays(client: Client, director: User) -> None:
    page = client.get(leave_url(MANAGER, director))
    assert "C’est la seule personne de la direction." in words(page)
    assert "Retirer de l’équipe" not in words(page)
    response = client.post(leave_url(MANAGER, director))
    assert response.status_code == 422
    with pytest.raises(Refused) as refused:
        leave_team(user=director, group=MANAGER, actor=factories.SYSTEM)
    assert [unmet.code for unmet in refused.value.unmet] == ["last_manager"]
    # A colleague whose account is closed directs nothing.
    asleep = factories.manager()
    User.objects.filter(pk=asleep.pk).update(is_active=False)
    with pytest.raises(Refused):
        leave_team(user=director, group=MANAGER, actor=factories.SYSTEM)


def test_a_manager_is_taken_out_by_another_only(client: Client, director: User) -> None:
    other = factories.manager("Robin", "Faure")
    response = client.post(leave_url(MANAGER, director))
    assert response.status_code == 422
    assert "On ne se retire pas soi-même de la direction." in words(response)
    assert logged_in(other).post(leave_url(MANAGER, director)).status_code == 302
    assert set(staff(MANAGER)) == {other}
    assert client.get(TEAM).status_code == 403


def test_one_may_stop_instructing_and_go_on_directing(client: Client, director: User) -> None:
    join_team(user=director, group=INSTRUCTOR, actor=factories.SYSTEM)
    assert "à son autre titre" in words(client.get(leave_url(INSTRUCTOR, director)))
    assert client.post(leave_url(INSTRUCTOR, director)).status_code == 302
    assert set(director.groups.values_list("name", flat=True)) == {MANAGER}


def test_the_cases_left_behind_are_named_first(client: Client) -> None:
    dossier, waiting = factories.dossier("under_instruction"), factories.dossier("to_complete")
    closed, refused = factories.dossier("validated"), factories.dossier("refused")
    assert dossier.assignee
    page = words(client.get(leave_url(INSTRUCTOR, dossier.assignee)))
    assert f'href="{dossier.get_absolute_url()}"' in page
    assert "Confiez-les d’abord à quelqu’un d’autre" in page
    assert waiting.assignee
    page = words(client.get(leave_url(INSTRUCTOR, waiting.assignee)))
    assert f'href="{waiting.get_absolute_url()}"' in page
    # A case that is not handed over any more keeps nobody.
    for ended in (closed, refused):
        assert ended.assignee
        assert "en charge" not in words(client.get(leave_url(INSTRUCTOR, ended.assignee)))


def test_only_the_direction_composes_the_team(director: User) -> None:
    instructor = factories.instructor()
    for person in (instructor, factories.representative(), factories.user()):
        with pytest.raises(Forbidden):
            join_team(user=person, group=MANAGER, actor=Actor.of(person))
        with pytest.raises(Forbidden):
            leave_team(user=director, group=MANAGER, actor=Actor.of(person))
        client = logged_in(person)
        assert client.post(JOIN, {"user": person.email, "group": MANAGER}).status_code == 403
        assert client.post(leave_url(INSTRUCTOR, instructor)).status_code == 403
        assert f'href="{TEAM}"' not in words(client.get("/taches/"))
    assert set(staff(MANAGER)) == {director}
    assert f'href="{TEAM}"' in words(logged_in(director).get("/taches/"))


def test_no_group_changes_without_its_proof() -> None:
    person, group = factories.user(), Group.objects.get_or_create(name=MANAGER)[0]
    changes: list[Callable[[], Any]] = [
        lambda: person.groups.add(group),
        lambda: group.user_set.add(person),
        lambda: person.groups.set([group]),
        factories.manager().groups.clear,
    ]
    for change in changes:
        with pytest.raises(UnrecordedWrite), transaction.atomic():
            change()
    assert not person.groups.exists()
    assert staff(MANAGER).count() == 1


def test_a_role_older_than_its_proof_is_shown_and_ends_with_one(client: Client) -> None:
    veteran, group = factories.user(), Group.objects.get_or_create(name=INSTRUCTOR)[0]
    User.groups.through.objects.create(user=veteran, group=group)
    assert "date inconnue" in words(client.get(TEAM))
    client.post(leave_url(INSTRUCTOR, veteran))
    lines = veteran.team_roles.get().history.order_by("history_id")
    assert [line.transition for line in lines] == ["create", "leave"]


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_remove_each_other_leave_one() -> None:
    one, two = factories.manager("Charlie", "Morel"), factories.manager("Robin", "Faure")
    results = at_once(
        [
            lambda: leave_team(user=two, group=MANAGER, actor=Actor.of(one)),
            lambda: leave_team(user=one, group=MANAGER, actor=Actor.of(two)),
        ]
    )
    assert staff(MANAGER).count() == 1
    assert sum(isinstance(result, Refused | Forbidden | Stale) for result in results) == 1


@pytest.mark.django_db(transaction=True)
def test_someone_joins_once_however_many_ask() -> None:
    newcomer = factories.user()
    join = partial(join_team, user=newcomer, group=INSTRUCTOR, actor=factories.SYSTEM)
    results = at_once([join] * 4)
    assert newcomer.team_roles.count() == 1
    assert sum(isinstance(result, Refused) for result in results) == 3


# The first manager


def run(email: str) -> str:
    out = StringIO()
    call_command("appoint_manager", email, stdout=out)
    return out.getvalue()


def test_the_first_manager_comes_from_a_command() -> None:
    person = factories.user("Charlie", "Morel")
    assert "Charlie Morel fait maintenant partie" in run(person.email.upper())
    assert logged_in(person).get(TEAM).status_code == 200
    line = person.team_roles.get().history.get()
    assert line.actor == "system:appoint_manager"
    assert "rien n’a changé" in run(person.email)
    assert person.team_roles.get().history.count() == 1


def test_the_command_says_what_is_missing() -> None:
    with pytest.raises(CommandError, match="s’inscrit d’abord sur le site"):
        run("inconnue@exemple.fr")
    with pytest.raises(CommandError, match="désactivé"):
        run(factories.user(is_active=False).email)
    assert not staff(MANAGER).exists()


# Who watches


def test_who_watches_has_no_part_in_the_scheme(client: Client, director: User) -> None:
    watcher = factories.user("Maude", "Kerr")
    data = {"user": watcher.email, "group": WatchGroup.MONITOR}
    page = words(client.post(JOIN, data, follow=True))
    assert "Maude Kerr assure maintenant le contrôle indépendant." in page
    assert "group:monitor" in keys_of(watcher)
    assert logged_in(watcher).get("/dossiers/instruction/").status_code == 403
    assert refusals(client.post(JOIN, {"user": watcher.email, "group": INSTRUCTOR})) == {
        "user": ["Maude Kerr assure le contrôle indépendant, et ne peut donc pas être de la CRESS."]
    }
    for person in (director, making.committee().mandates[0].user):
        refused = refusals(client.post(JOIN, {**data, "user": person.email}))
        assert "que le contrôle indépendant regarde" in refused["user"][0]
    page = words(client.post(leave_url(WatchGroup.MONITOR, watcher), follow=True))
    assert "Maude Kerr n’assure plus le contrôle indépendant." in page
    assert "group:monitor" not in keys_of(watcher)


@pytest.mark.django_db(transaction=True)
def test_nobody_sits_and_watches_by_asking_twice_at_once() -> None:
    person, college = factories.user(), making.committee().mandates[0].college
    results = at_once(
        [
            partial(join_team, user=person, group=WatchGroup.MONITOR, actor=factories.SYSTEM),
            partial(
                appoint,
                user=person,
                college=college,
                starts_on=timezone.localdate(),
                actor=factories.SYSTEM,
            ),
        ]
    )
    assert sum(isinstance(result, Refused) for result in results) == 1
