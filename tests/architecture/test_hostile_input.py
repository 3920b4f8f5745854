"""What no page of ours ever sends, and anyone may: a clear answer, never an error of ours."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from labelling.instruction.enums import ApplicationState
from tests import factories
from tests.committee import making
from tests.labelling.browsing import client_of, url

pytestmark = pytest.mark.django_db

HUGE = "9" * 20
ENDLESS = "9" * 5_000


@pytest.mark.parametrize("number", ["%00", "OSE-%00-1", "a%0Ab"])
def test_a_label_number_is_anything(client: Client, number: str) -> None:
    assert client.get(f"/registre/{number}/").status_code == 404


@pytest.mark.parametrize("page", [HUGE, ENDLESS, "-1", "0", "x"])
@pytest.mark.parametrize("name", ["workflows:inbox", "notifications:list", "committee:sessions"])
def test_a_page_number_is_anything(name: str, page: str) -> None:
    manager = client_of(factories.manager())
    assert manager.get(reverse(name), {"page": page}).status_code == 404


@pytest.mark.parametrize("before", [HUGE, ENDLESS, "-1", "x", "\0"])
def test_a_cursor_is_anything(before: str) -> None:
    made = factories.dossier()
    client = client_of(factories.representative_of(made))
    assert client.get(reverse("labelling:list"), {"avant": before}).status_code == 200


def test_a_button_sends_anything() -> None:
    made = factories.dossier(ApplicationState.SUBMITTED)
    page = url("transition", made, "take_charge")
    answer = client_of(factories.instructor()).post(page, {"reason": "a\0b"})
    assert answer.status_code == 422
    made.refresh_from_db()
    assert made.state == ApplicationState.SUBMITTED


@pytest.mark.parametrize("seen", ["a\0b", HUGE, "x" * 10_000])
def test_the_text_one_started_from_is_anything(seen: str) -> None:
    made = factories.dossier(ApplicationState.COMMITTED)
    client = client_of(factories.representative_of(made))
    answer = client.post(url("principle", made, "practices"), {"text": "Un texte.", "seen": seen})
    assert answer.status_code in (409, 422)
    assert "Un texte." in answer.text


@pytest.mark.parametrize("present", [HUGE, "x", "\0", "-1"])
def test_the_members_present_are_anyone(present: str) -> None:
    made = making.committee()
    session: Any = making.opened(made, factories.dossier(ApplicationState.ADMISSIBLE))
    chair = client_of(made.mandates[0].user)
    answer = chair.post(reverse("committee:attendance", args=[session.pk]), {"present": [present]})
    assert answer.status_code == 422


@pytest.mark.parametrize("seen", ["practices:deadbeef", ":", "practices", "\x00", "a:b:c d"])
def test_the_findings_one_started_from_are_anything(seen: str) -> None:
    dossier = factories.dossier("under_instruction")
    client = client_of(dossier.assignee)
    sent = {"seen": seen, "confirm": seen, "finding_practices": "established"}
    url = reverse("labelling:assess", args=[dossier.pk])
    answer = client.post(url, sent | {"reasons_practices": "Étayé."})
    assert answer.status_code in (302, 422)


@pytest.mark.parametrize("number", [2**63, 10**30])
def test_a_dossier_of_a_number_out_of_this_world_does_not_exist(number: int) -> None:
    client = Client()
    client.force_login(factories.instructor())
    for page in ("dossiers/{}/", "affaires/{}/historique/", "affaires/{}/pieces/", "pieces/{}/"):
        assert client.get(f"/{page.format(number)}").status_code == 404
