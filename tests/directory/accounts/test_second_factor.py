"""A second factor: for all, asked of some, and never got around."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from channels.db import database_sync_to_async
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.accounts.factors import SecondFactorAdapter
from directory.people.enums import CressGroup
from directory.people.models import User
from directory.people.operations import leave_team
from notifications.routing import websocket_urlpatterns
from tests import factories
from tests.committee import making
from tests.directory.accounts.browsing import (
    code,
    confirmed,
    letters,
    reauthenticate,
    recovery_codes,
    sign_in,
    with_application,
)
from tests.directory.making import logged_in
from tests.sockets import socket_of
from workflows.actors import Actor

pytestmark = pytest.mark.django_db
INDEX = "/compte/double-authentification/"
ACTIVATE = f"{INDEX}application/"
BANNER = "Votre rôle demande une double authentification"


@pytest.fixture
def required(settings: Any) -> None:
    """As in production."""
    settings.OSE_SECOND_FACTOR_REQUIRED = True


def due(person: User, *, days_ago: int) -> User:
    day = timezone.localdate() - timedelta(days=days_ago)
    User.objects.filter(pk=person.pk).update(second_factor_due_on=day)
    return person


def administrator() -> User:
    return User.objects.create_superuser("admin@exemple.fr", "x" * 12)


def chair() -> User:
    return making.committee().mandates[0].user


ASKED = {
    "direction": factories.manager,
    "instruction": factories.instructor,
    "chair": chair,
    "administration": administrator,
}
LEFT_ALONE = {
    "structure": factories.representative,
    "member": lambda: making.committee().mandates[1].user,
    "newcomer": factories.user,
}


@pytest.mark.parametrize("role", ASKED)
@pytest.mark.usefixtures("required")
def test_those_who_decide_are_asked_and_have_some_days(role: str) -> None:
    person = ASKED[role]()
    client = logged_in(person)
    page = client.get("/taches/")
    assert page.status_code == 200
    assert BANNER in page.text
    due(person, days_ago=0)
    assert client.get("/taches/").status_code == 200
    due(person, days_ago=1)
    answer = client.get("/taches/")
    assert (answer.status_code, answer["Location"]) == (302, INDEX)


@pytest.mark.parametrize("role", LEFT_ALONE)
@pytest.mark.usefixtures("required")
def test_the_others_are_not(role: str) -> None:
    person = LEFT_ALONE[role]()
    page = logged_in(person).get("/taches/")
    assert BANNER not in page.text
    person.refresh_from_db()
    assert person.second_factor_due_on is None


@pytest.mark.usefixtures("required")
def test_once_the_delay_is_over_nothing_else_opens() -> None:
    person = due(factories.manager(), days_ago=23)
    client = logged_in(person)
    page = client.get(INDEX)
    assert "le délai est passé" in page.text
    assert BANNER not in client.get(ACTIVATE, follow=True).text  # it names a day to come
    assert reverse("labelling:queue") not in page.text
    for path in ("/", "/registre/", "/dossiers/instruction/", "/equipe/", "/compte/email/"):
        assert client.get(path)["Location"] == INDEX, path
    assert client.post("/notifications/lues/")["Location"] == INDEX
    assert client.get("/notifications/nombre/", headers={"hx-request": "true"}).status_code == 403
    assert client.get("/sante/").status_code == 200
    assert client.post("/compte/logout/")["Location"] == "/registre/"


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("required")
def test_setting_it_up_opens_the_site_at_once() -> None:
    person = due(confirmed(factories.manager()), days_ago=23)
    client = logged_in(person)
    page = reauthenticate(client, ACTIVATE)
    secret = page.context["form"].secret
    assert "<svg" in page.text
    assert "data:image" not in page.text
    assert "Ce n’est pas le bon code" in client.post(ACTIVATE, {"code": "000000"}).text
    page = client.get(client.post(ACTIVATE, {"code": code(secret)})["Location"])
    assert all(f"{one[:4]}&nbsp;{one[4:]}" in page.text for one in recovery_codes(person))
    assert client.get("/taches/").status_code == 200
    assert "Une application d’authentification est activée" in letters(person.email)


@pytest.mark.usefixtures("required")
def test_a_role_that_ends_asks_no_more_and_the_next_gives_a_delay() -> None:
    director, person = factories.manager(), factories.instructor()
    client = logged_in(due(person, days_ago=23))
    leave_team(user=person, group=CressGroup.INSTRUCTOR, actor=Actor.of(director))
    assert client.get("/taches/").status_code == 200
    person.refresh_from_db()
    assert person.second_factor_due_on is None


def test_the_demo_asks_nobody_and_says_what_production_asks() -> None:
    person = due(confirmed(factories.manager()), days_ago=23)
    client, answer = sign_in(person)
    assert answer["Location"] == "/"
    assert client.get("/taches/").status_code == 200
    assert "En production, votre rôle la demande" in client.get(INDEX).text
    assert "En production, la CRESS" in Client().get(reverse("account_login")).text


def test_a_password_alone_does_not_enter() -> None:
    person = confirmed(factories.user())
    secret = with_application(person)
    client, answer = sign_in(person)
    page = answer["Location"]
    assert page == f"{INDEX}code/"
    assert client.get("/taches/").status_code == 302
    assert "clé d’accès" not in client.get(page).text.partition("<form")[2].partition("</form")[0]
    assert "Ce n’est pas le bon code" in client.post(page, {"code": "000000"}).text
    assert client.post(page, {"code": code(secret)})["Location"] == "/"
    assert client.get("/taches/").status_code == 200


def test_a_code_serves_once_for_as_long_as_it_is_right() -> None:
    person = confirmed(factories.user())
    shown = code(with_application(person), ahead=1)
    for enters in (True, False):
        client, answer = sign_in(person)
        sent = client.post(answer["Location"], {"code": f" {shown} "})
        assert (sent.status_code == 302) is enters
        # allauth's own mark of a used code is gone thirty seconds later.
        cache.delete(f"allauth.mfa.totp.used?user={person.pk}&code={shown}")


def test_a_recovery_code_enters_once() -> None:
    person = confirmed(factories.user())
    with_application(person)
    kept = recovery_codes(person)[0]
    for enters in (True, False):
        client, answer = sign_in(person)
        assert (client.post(answer["Location"], {"code": kept}).status_code == 302) is enters
    assert kept not in recovery_codes(person)


def test_a_session_older_than_the_second_factor_has_to_show_it() -> None:
    person = confirmed(factories.representative())
    thief = logged_in(person)
    secret = with_application(person)
    answer = thief.get("/taches/")
    assert answer["Location"] == f"{INDEX}confirmer/?next=/taches/"
    page = thief.get(answer["Location"])
    assert reverse("account_reauthenticate") not in page.text
    thief.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})
    assert thief.get("/taches/").status_code == 302
    sent = {"code": code(secret), "next": "/taches/"}
    assert thief.post(f"{INDEX}confirmer/", sent)["Location"] == "/taches/"
    assert thief.get("/taches/").status_code == 200


@pytest.mark.usefixtures("required")
def test_whoever_is_asked_and_takes_it_off_is_asked_again() -> None:
    person = due(confirmed(factories.manager()), days_ago=23)
    secret = with_application(person)
    client, answer = sign_in(person)
    client.post(answer["Location"], {"code": code(secret)})
    page = reauthenticate(client, f"{INDEX}application/retirer/")
    assert "votre rôle vous en demandera un autre" in page.text
    client.post(f"{INDEX}application/retirer/")
    assert not Authenticator.objects.filter(user=person).exists()
    assert client.get("/taches/")["Location"] == INDEX
    assert "L’application d’authentification est retirée" in letters(person.email)


def test_one_may_change_of_address_and_keep_the_second_factor() -> None:
    person = confirmed(factories.user())
    secret = with_application(person)
    client, answer = sign_in(person)
    client.post(answer["Location"], {"code": code(secret)})
    client.post("/compte/email/", {"action_add": "", "email": "nouvelle@exemple.fr"})
    reauthenticate(client, "/compte/email/")
    assert letters("nouvelle@exemple.fr") == ["Confirmez votre adresse"]


def test_the_codes_are_a_file_and_can_be_replaced(
    django_capture_on_commit_callbacks: Any,
) -> None:
    person = confirmed(factories.user())
    secret = with_application(person)
    client, answer = sign_in(person)
    client.post(answer["Location"], {"code": code(secret)})
    old = recovery_codes(person)
    reauthenticate(client, f"{INDEX}codes/")
    sent = client.get(f"{INDEX}codes/fichier/")
    assert sent["Content-Disposition"] == 'attachment; filename="codes-de-secours-ose.txt"'
    assert all(one in sent.text for one in old)
    assert "ne serviront plus" in client.get(f"{INDEX}codes/nouveaux/").text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{INDEX}codes/nouveaux/")
    assert not set(old) & set(recovery_codes(person))
    assert letters(person.email) == ["Vos codes de secours sont remplacés"]


def test_a_copy_of_the_database_gives_no_code(settings: Any) -> None:
    person = confirmed(factories.user())
    secret = with_application(person)
    shown = recovery_codes(person)
    for kept in Authenticator.objects.values_list("data", flat=True):
        assert secret not in str(kept)
    seal = SecondFactorAdapter()
    sealed = seal.encrypt(secret)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert seal.decrypt(sealed) == secret
    settings.SECRET_KEY_FALLBACKS = []
    assert seal.decrypt(sealed) != secret
    assert not set(recovery_codes(person)) & set(shown)


def test_an_operator_takes_off_a_lost_one() -> None:
    person = confirmed(factories.user())
    client = logged_in(person)
    with_application(person)
    call_command("remove_second_factor", person.email)
    assert not Authenticator.objects.exists()
    assert client.get("/taches/").status_code == 302
    assert sign_in(person)[1].url == "/"
    assert letters(person.email) == ["Votre double authentification est retirée"]


@pytest.mark.django_db(transaction=True)
async def test_a_socket_closes_with_the_pages(settings: Any) -> None:
    settings.OSE_SECOND_FACTOR_REQUIRED = True
    for days, opens in ((0, True), (1, False)):
        person = await database_sync_to_async(factories.manager)()
        await database_sync_to_async(due)(person, days_ago=days)
        bell = await socket_of(websocket_urlpatterns, "/ws/cloche/", person)
        connected, _ = await bell.connect()
        assert connected is opens
        await bell.disconnect()
