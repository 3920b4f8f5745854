"""The history of an organisation, on its page, for those who may read it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.organisations.models import Organisation
from directory.organisations.operations import Facts, amend_organisation
from directory.people.models import User
from tests import factories
from tests.directory.making import logged_in
from workflows.actors import Actor
from workflows.engine import perform

pytestmark = pytest.mark.django_db


def facts_of(organisation: Organisation, **changed: Any) -> Facts:
    names = ("name", "legal_form", "esus", "declared_cooperative", "department", "city")
    return {**{name: getattr(organisation, name) for name in names}, **changed}  # type: ignore[typeddict-item]


def amend(organisation: Organisation, by: User, **changed: Any) -> None:
    amend_organisation(
        organisation, actor=Actor.of(by), seen=None, **facts_of(organisation, **changed)
    )
    organisation.refresh_from_db()


def test_who_changed_what_and_who_came_and_went_are_told_by_name() -> None:
    organisation = factories.organisation("Les Jardins", city="Angers")
    founder = factories.membership(factories.user("Dominique", "Lebreton"), organisation).user
    person = factories.user("Maëlle", "Riou")
    asked = factories.membership(person, organisation, "contributor", state="requested")
    perform(asked, "accept", actor=Actor.of(founder))
    amend(organisation, founder, city="Saumur")

    for reader in (founder, person, factories.instructor()):
        page = logged_in(reader).get(organisation.get_absolute_url())
        titles = [entry.title for entry in page.context["entries"]]
        assert titles[:2] == [
            "Fiche modifiée",
            "Demande acceptée\u00a0: Maëlle Riou, préparation du dossier",
        ]
        assert titles[-1] == "Organisation déclarée"
        [change] = page.context["entries"][0].changes
        assert change == ("Commune", "Angers", "Saumur")
        assert "<ins>Saumur</ins>" in page.text


def test_a_label_is_part_of_the_history() -> None:
    dossier = factories.dossier("validated")
    reader = factories.representative_of(dossier)
    page = logged_in(reader).get(dossier.organisation.get_absolute_url())
    number = dossier.organisation.recognitions.get().number
    assert f"Attribution\u00a0: {number}" in page.text


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_a_long_history_costs_no_more_queries() -> None:
    organisation = factories.organisation()
    founder = factories.membership(factories.user(), organisation).user
    client = logged_in(founder)
    factories.membership(factories.user(), organisation, "contributor", state="requested")
    amend(organisation, founder, city="Saumur")
    few = queries(client, organisation.get_absolute_url())
    for number in range(12):
        asked = factories.membership(
            factories.user(), organisation, "contributor", state="requested"
        )
        perform(asked, "accept", actor=Actor.of(founder))
        amend(organisation, founder, city=f"Ville {number}")
    assert queries(client, organisation.get_absolute_url()) == few <= 19
