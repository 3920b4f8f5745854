"""The e-mails that one wants."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from directory.people.models import User
from notifications.preferences.enums import MANDATORY
from notifications.preferences.models import Preference
from tests import factories
from workflows.outbox.notices import Category

pytestmark = pytest.mark.django_db


@pytest.fixture
def user() -> User:
    return factories.user()


@pytest.fixture
def page(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def test_choosing_one_s_e_mails(page, user):
    url = reverse("notifications:preferences")
    text = page.get(url).content.decode()
    assert Category.MESSAGES.label in text
    response = page.post(url, {"progress": "on", "access": "on"})
    assert response.status_code == 302
    off = Preference.objects.filter(user=user, email=False)
    assert list(off.values_list("category", flat=True)) == [Category.MESSAGES]
    page.post(url, {"progress": "on", "access": "on", "messages": "on"})
    assert not Preference.objects.filter(user=user, email=False).exists()


def test_a_mandatory_category_cannot_be_turned_off(page, user):
    page.post(reverse("notifications:preferences"), {})
    assert not Preference.objects.filter(user=user, category__in=MANDATORY).exists()
    for category in MANDATORY:
        with pytest.raises(IntegrityError), transaction.atomic():
            Preference.objects.create(user=user, category=category, email=False)
