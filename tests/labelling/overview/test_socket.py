"""The page of a dossier names the socket of its case, and what it shows already."""

from typing import Any

import pytest
from django.test import Client

from labelling.dossiers.models import Dossier
from tests import factories
from workflows.actors import Actor
from workflows.engine import perform

pytestmark = pytest.mark.django_db


def shown(dossier: Dossier, client: Client) -> str:
    client.force_login(factories.representative_of(dossier))
    return client.get(dossier.get_absolute_url()).content.decode()


def test_the_page_names_its_socket_and_what_it_shows(client: Any) -> None:
    dossier = factories.dossier("submitted")
    before = shown(dossier, client)
    assert f'data-socket="/ws/cas/{dossier.pk}/"' in before
    perform(dossier, "take_charge", actor=Actor.of(factories.instructor()))
    version = before.split('data-version="')[1].split('"')[0]
    assert f'data-version="{version}"' not in shown(dossier, client)
