"""The link of a letter: one click stops its like, nothing else does."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail, signing
from django.test import Client
from django.utils import timezone

from directory.people.models import User
from notifications.preferences.enums import MANDATORY, Pace, Way
from notifications.preferences.links import LONGEST, SALT, stopping_path
from notifications.preferences.models import Preference, PreferenceChange
from notifications.preferences.operations import choose
from tests import factories
from tests.notifications.draining import drain
from tests.threads import at_once
from workflows.correspondence.operations import post_message
from workflows.outbox.notices import Category

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}
MESSAGES = Category.MESSAGES


@pytest.fixture
def user() -> User:
    return factories.user()


@pytest.fixture
def link(user: User) -> str:
    return stopping_path(user, [MESSAGES])


def html_of(message: Any) -> str:
    html: str = message.alternatives[0].content
    return html


def pace(user: User) -> Pace:
    return Preference.objects.pace(user, MESSAGES)


def test_a_letter_that_may_be_refused_stops_in_one_click_as_a_mail_client_does(settings):
    settings.OSE_BASE_URL = "https://ose.exemple.fr"
    dossier = factories.dossier("under_instruction")
    drain()
    mail.outbox.clear()
    post_message(dossier, author=factories.representative_of(dossier), body="Bonjour.")
    drain()
    [message] = mail.outbox
    url = re.fullmatch(r"<(https://.*)>", message.extra_headers["List-Unsubscribe"])
    assert url
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"Ne plus recevoir ceux-ci\u00a0: {url[1]}" in message.body
    assert url[1] in html_of(message)

    # Without a session, a token of a form, or a redirection to follow.
    client = Client(enforce_csrf_checks=True)
    response = client.post(url[1].removeprefix(settings.OSE_BASE_URL), ONE_CLICK)
    assert response.status_code == 200
    assert not client.cookies
    assert dossier.assignee
    assert pace(dossier.assignee) == Pace.NEVER
    change = PreferenceChange.objects.get()
    assert (change.user, change.chosen, change.way) == (dossier.assignee, Pace.NEVER, Way.LETTER)
    post_message(dossier, author=factories.representative_of(dossier), body="Encore un mot.")
    drain()
    assert len(mail.outbox) == 1


def test_a_letter_on_which_a_right_may_hang_has_no_such_link():
    dossier = factories.dossier("presented")
    factories.submit(dossier, factories.representative_of(dossier))
    drain()
    receipt = next(one for one in mail.outbox if "Accusé de réception" in one.subject)
    assert not {"List-Unsubscribe", "List-Unsubscribe-Post"} & receipt.extra_headers.keys()
    assert "Ne plus recevoir" not in receipt.body + html_of(receipt)


def test_looking_at_it_changes_nothing(client, user, link):
    response = client.get(link)
    assert response.status_code == 200
    assert "Rien n’est encore changé" in response.text
    assert MESSAGES.label in response.text
    assert pace(user) == Pace.AT_ONCE
    assert not PreferenceChange.objects.exists()
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("typed", [{}, {"List-Unsubscribe": "Oui"}, {"one-click": "1"}])
def test_a_form_that_asks_for_nothing_changes_nothing(client, user, link, typed):
    assert client.post(link, typed).status_code == 422
    assert pace(user) == Pace.AT_ONCE


def test_it_is_taken_back_from_the_page(client, user, link):
    for _ in range(2):
        response = client.post(link, ONE_CLICK)
        assert "C’est fait" in response.text
    assert "ne vous sont plus envoyés" in client.get(link).text
    response = client.post(link, {"reprendre": "1"})
    assert "comme avant" in response.text
    assert pace(user) == Pace.AT_ONCE
    assert PreferenceChange.objects.count() == 2, "what changes nothing leaves no line"


def test_what_was_chosen_since_is_not_taken_back(client, user, link):
    client.post(link, ONE_CLICK)
    for chosen in (Pace.AT_ONCE, Pace.NEVER):
        choose(user, {MESSAGES: chosen}, way=Way.PAGE)
    response = client.post(link, {"reprendre": "1"})
    assert pace(user) == Pace.NEVER
    assert "ne vous sont plus envoyés" in response.text


def forged(payload: Any, salt: str = SALT) -> str:
    return f"/notifications/desabonnement/{signing.dumps(payload, salt=salt)}/"


def test_a_link_that_is_not_ours_is_refused(client, user, link):
    other = factories.user()
    named = {"person": other.pk, "of": ["messages"]}
    rest = link.rstrip("/").rsplit("/", 1)[1].split(":", 1)[1]
    its_body = signing.dumps(named, salt=SALT).split(":")[0]
    altered = [
        f"/notifications/desabonnement/{its_body}:{rest}/",
        link.rstrip("/")[:-1] + "/",
        "/notifications/desabonnement/essai/",
        forged(named, salt="directory.invitation"),
    ]
    for url in altered:
        for response in (client.get(url), client.post(url, ONE_CLICK)):
            assert response.status_code == 404
            assert "incomplet ou modifié" in response.text
    assert not PreferenceChange.objects.exists()


def test_the_link_of_somebody_else_is_refused_to_whoever_is_signed_in(client, user, link):
    client.force_login(factories.user())
    for response in (client.get(link), client.post(link, ONE_CLICK)):
        assert response.status_code == 403
        assert "une autre personne que vous" in response.text
    assert not PreferenceChange.objects.exists()
    client.force_login(user)
    assert client.post(link, ONE_CLICK).status_code == 200


def test_a_link_that_is_over_is_refused(client, user, link):
    assert client.get(forged({"person": user.pk, "of": [MANDATORY[0]]})).status_code == 410
    assert client.get(forged({"person": user.pk, "of": ["n’existe plus"]})).status_code == 410
    with time_machine.travel(timezone.now() + LONGEST + timedelta(days=1), tick=False):
        response = client.post(link, ONE_CLICK)
    assert response.status_code == 410
    assert "trop ancien" in response.text
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.post(link, ONE_CLICK).status_code == 410
    assert not PreferenceChange.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_leave_one_line(user, link):
    responses = at_once([lambda: Client().post(link, ONE_CLICK).status_code] * 4)
    assert responses == [200] * 4
    assert PreferenceChange.objects.count() == 1
    assert Preference.objects.count() == 1
