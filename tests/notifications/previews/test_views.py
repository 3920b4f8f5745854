"""A letter is shown before it leaves, to those of the CRESS who may have it leave."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from labelling.dossiers.models import Dossier
from tests import factories
from tests.committee import making
from tests.directory.making import logged_in
from tests.notifications.draining import drain

pytestmark = pytest.mark.django_db


def frames(response: Any) -> list[str]:
    """The letters of a page, as the browser reads them."""
    found = re.findall(r'srcdoc="([^"]*)"', response.content.decode())
    return [unescape(one) for one in found]


def preview_url(event: str, pk: int) -> str:
    return reverse("notifications:preview", args=[event, pk])


def asking_for_complements(dossier: Dossier, client: Client, **more: str) -> Any:
    typed = {
        "rows": "1",
        "criterion_0": "",
        "request_0": "Dire où sont publiés les <b>comptes</b>.",
        "due_on": (timezone.localdate() + timedelta(days=30)).isoformat(),
    }
    page = reverse("labelling:request_complements", args=[dossier.pk])
    return client.post(page, typed | more)


def test_what_a_form_would_write_is_shown_with_what_was_typed_and_nothing_is_done() -> None:
    dossier = factories.dossier("under_instruction")
    drain()
    mail.outbox.clear()
    response = asking_for_complements(dossier, logged_in(dossier.assignee), preview="1")
    assert response.status_code == 200
    [letter] = frames(response)
    assert "Dire où sont publiés les &lt;b&gt;comptes&lt;/b&gt;." in letter
    assert f"/dossiers/{dossier.pk}/complements/" in letter
    assert factories.representative_of(dossier).email in response.content.decode()
    dossier.refresh_from_db()
    assert (dossier.state, dossier.complements.count()) == ("under_instruction", 0)
    drain()
    assert mail.outbox == []
    assert asking_for_complements(dossier, logged_in(dossier.assignee)).status_code == 302
    dossier.refresh_from_db()
    assert dossier.state == "to_complete"


def test_what_is_refused_is_refused_in_its_form() -> None:
    dossier = factories.dossier("under_instruction")
    client = logged_in(dossier.assignee)
    response = asking_for_complements(dossier, client, preview="1", request_0="")
    assert response.status_code == 422
    assert frames(response) == []


def test_the_styles_of_a_letter_are_let_in_and_nothing_else() -> None:
    dossier = factories.dossier("submitted")
    client = logged_in(factories.manager())
    response = client.get(preview_url("dossier.take_charge", dossier.pk))
    policy = response["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert 'sandbox=""' in response.content.decode()
    assert "unsafe" not in client.get("/taches/")["Content-Security-Policy"]


def test_a_convocation_is_shown_to_the_direction_with_whom_it_calls() -> None:
    made = making.committee()
    session = making.planned(made, in_days=30)
    item = making.item(made, session)
    client = logged_in(factories.manager())
    response = client.get(preview_url("session.convene", session.pk))
    [letter] = frames(response)
    assert item.case.title in letter
    shown = response.content.decode()
    assert all(mandate.user.email in shown for mandate in made.mandates)
    assert "seance.ics" in shown
    session.refresh_from_db()
    assert session.state == "planned"
    assert (
        preview_url("session.convene", session.pk)
        in client.get(session.get_absolute_url()).content.decode()
    )


def test_the_reason_typed_is_in_the_letter_of_a_cancellation() -> None:
    made = making.committee()
    session = making.planned(made, in_days=30)
    making.item(made, session)
    page = reverse("committee:transition", args=[session.pk, "cancel"])
    client = logged_in(factories.manager())
    response = client.post(page, {"reason": "Salle prise.", "preview": "1"})
    assert response.status_code == 200
    session.refresh_from_db()
    assert session.state == "planned"


def test_the_direction_sees_what_an_instructor_would_send() -> None:
    dossier = factories.dossier("submitted")
    instructor = factories.instructor("Sacha", "Guérin")
    response = logged_in(factories.manager()).get(preview_url("dossier.take_charge", dossier.pk))
    assert response.status_code == 200
    assert len(frames(response)) == 1
    dossier.refresh_from_db()
    assert (dossier.state, dossier.assignee) == ("submitted", None)
    assert instructor.pk


@pytest.mark.parametrize(
    "event", ["dossier.nothing", "nothing.submit", "message.post", "dossier.submit.x"]
)
def test_what_is_no_act_has_no_preview(event: str) -> None:
    dossier = factories.dossier("submitted")
    client = logged_in(factories.manager())
    assert client.get(preview_url(event, dossier.pk)).status_code == 404


def test_nobody_else_sees_whom_the_cress_writes_to() -> None:
    dossier = factories.dossier("presented")
    person = factories.representative_of(dossier)
    factories.fill(dossier, person)
    factories.instructor()
    structure = logged_in(person)
    assert structure.get(preview_url("dossier.submit", dossier.pk)).status_code == 403
    page = reverse("labelling:transition", args=[dossier.pk, "submit"])
    assert structure.post(page, {"preview": "1"}).status_code == 403
    dossier.refresh_from_db()
    assert dossier.state == "presented"


def test_an_instructor_has_no_preview_of_what_is_not_theirs_to_do() -> None:
    dossier = factories.dossier("under_instruction")
    other = logged_in(factories.instructor("Eden", "Roy"))
    assert other.get(preview_url("dossier.declare_admissible", dossier.pk)).status_code == 403


def test_an_unknown_sample_is_nowhere() -> None:
    client = logged_in(factories.manager())
    for event, template in (("compte", "nothing"), ("dossier.submit", "nothing"), ("x.y", "z")):
        page = reverse("notifications:sample", args=[event, template])
        assert client.get(page).status_code == 404
