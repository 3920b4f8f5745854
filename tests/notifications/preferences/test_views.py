"""The e-mails that one wants."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from directory.people.models import User
from notifications.preferences.enums import MANDATORY, Pace, Way, optional_categories
from notifications.preferences.models import Preference, PreferenceChange
from tests import factories
from workflows.outbox.notices import Category

pytestmark = pytest.mark.django_db
AT_ONCE = {category.value: "at_once" for category in optional_categories()}


@pytest.fixture
def user() -> User:
    return factories.user()


@pytest.fixture
def page(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def paces(user: User) -> dict[Category, Pace]:
    return Preference.objects.paces(user, optional_categories())


def test_choosing_one_s_e_mails(page, user):
    url = reverse("notifications:preferences")
    text = page.get(url).text
    assert Category.MESSAGES.label in text
    assert "Ce que vous avez changé" not in text
    assert page.post(url, AT_ONCE | {"messages": "never"}).status_code == 302
    assert paces(user)[Category.MESSAGES] == Pace.NEVER
    assert set(paces(user).values()) == {Pace.NEVER, Pace.AT_ONCE}
    assert "de «\u00a0tout de suite\u00a0» à «\u00a0jamais\u00a0»" in page.get(url).text.replace(
        "&nbsp;", "\u00a0"
    )
    page.post(url, AT_ONCE)
    assert set(paces(user).values()) == {Pace.AT_ONCE}
    changes = PreferenceChange.objects.filter(user=user).order_by("pk")
    assert [(one.found, one.chosen, one.way) for one in changes] == [
        (Pace.AT_ONCE, Pace.NEVER, Way.PAGE),
        (Pace.NEVER, Pace.AT_ONCE, Way.PAGE),
    ]


@pytest.mark.parametrize("typed", [{}, AT_ONCE | {"messages": "demain"}, {"messages": "never"}])
def test_a_choice_that_is_none_changes_nothing_and_is_said(page, user, typed):
    response = page.post(reverse("notifications:preferences"), typed)
    assert response.status_code == 422
    assert "has-error" in response.text
    assert set(paces(user).values()) == {Pace.AT_ONCE}
    assert not PreferenceChange.objects.exists()


def test_a_mandatory_category_cannot_be_turned_off(page, user):
    page.post(reverse("notifications:preferences"), AT_ONCE | {"decisions": "never"})
    assert not Preference.objects.filter(user=user, category__in=MANDATORY).exists()
    for category in MANDATORY:
        with pytest.raises(IntegrityError), transaction.atomic():
            Preference.objects.create(user=user, category=category, pace=Pace.NEVER)
