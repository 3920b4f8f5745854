"""What the direction sees of the letters, and decides of those that did not leave."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from directory.people.models import User
from labelling.dossiers.models import Dossier
from notifications.letters import listing
from notifications.letters.enums import DeliveryStatus
from notifications.letters.listing import PAGE_SIZE, told_of
from notifications.letters.models import Delivery, LetterAct
from notifications.previews.samples import model_of
from tests import factories
from tests.notifications.draining import drain
from tests.notifications.making import stopped
from workflows.correspondence.operations import post_message
from workflows.outbox.notices import all_notices

pytestmark = pytest.mark.django_db
LIST = "/notifications/envois/"


@pytest.fixture
def written() -> Delivery:
    """A letter about a message on a dossier, which may have left."""
    dossier = factories.dossier("under_instruction")
    drain()
    Delivery.objects.all().delete()
    mail.outbox.clear()
    post_message(dossier, author=dossier.assignee, body="Bonjour.")
    drain()
    mail.outbox.clear()
    found = Delivery.objects.get()
    stop(found)
    return found


def stop(delivery: Delivery, status: str = "uncertain") -> None:
    Delivery.objects.filter(pk=delivery.pk).update(status=status, sent_at=None, problem="Voici.")
    delivery.refresh_from_db()


@pytest.fixture
def direction(client: Client) -> Client:
    client.force_login(factories.manager())
    # Nor are they told here of having joined the team.
    DBTaskResult.objects.all().delete()
    return client


def act(client: Client, name: str, delivery: Delivery, **typed: Any) -> Any:
    given = {"vu": delivery.tries, **typed}
    return client.post(reverse(f"notifications:letter_{name}", args=[delivery.pk]), given)


def shown(client: Client, **query: str) -> list[Delivery]:
    response = client.get(LIST, query)
    assert response.status_code == 200
    return [row.delivery for row in response.context["listing"].rows]


def test_a_letter_sent_again_leaves_under_the_same_identity(written, direction):
    assert act(direction, "resend", written).status_code == 302
    drain()
    written.refresh_from_db()
    assert written.status == DeliveryStatus.SENT
    assert [message.to for message in mail.outbox] == [[written.user.email]]
    first = mail.outbox[0].extra_headers["Message-ID"]
    stop(written)
    act(direction, "resend", written)
    drain()
    assert mail.outbox[1].extra_headers["Message-ID"] == first
    acts = LetterAct.objects.filter(delivery=written, act="resend", found="uncertain")
    assert acts.count() == 2
    assert all(one.actor.startswith("user:") for one in acts)


def test_a_letter_that_is_closed_never_leaves(written, direction):
    act(direction, "close", written)
    drain()
    written.refresh_from_db()
    assert (written.status, written.problem) == (DeliveryStatus.SKIPPED, "Clos par la CRESS.")
    assert mail.outbox == []


@pytest.mark.parametrize("vu", ["", "7", "²", "-1", "9" * 30])
def test_a_list_that_is_no_longer_true_changes_nothing(written, direction, vu):
    response = act(direction, "resend", written, vu=vu)
    assert response.status_code == 422
    assert "a changé d’état" in response.content.decode()
    written.refresh_from_db()
    assert written.status == DeliveryStatus.UNCERTAIN
    assert not LetterAct.objects.exists()


def test_a_button_that_does_not_say_what_was_seen_does_nothing(written, direction):
    Delivery.objects.update(tries=0)
    assert act(direction, "close", written, vu="").status_code == 422


def test_two_clicks_send_one_letter(written, direction):
    assert act(direction, "resend", written).status_code == 302
    assert act(direction, "resend", written).status_code == 422
    drain()
    assert len(mail.outbox) == 1


def test_what_left_is_neither_sent_again_nor_closed(written, direction):
    Delivery.objects.update(status=DeliveryStatus.SENT, sent_at=timezone.now())
    assert act(direction, "resend", written).status_code == 422
    assert act(direction, "close", written).status_code == 422


def test_the_list_is_of_those_to_look_at_then_by_state_person_and_case(written, direction):
    sent = stopped(
        factories.user("Léa", "Blin"), key="autre", status="sent", sent_at=timezone.now()
    )
    sent.save()
    assert shown(direction) == [written]
    assert shown(direction, etat="sent") == [sent]
    assert shown(direction, etat="n’importe quoi") == [written]
    assert shown(direction, etat="tous", q="blin") == [sent]
    dossier = Dossier.objects.get()
    assert shown(direction, etat="tous", q=dossier.reference or "") == [written]
    assert shown(direction, etat="tous", q="personne de ce nom\0") == []


def test_pages_follow_each_other_without_a_gap(written, direction):
    people = User.objects.bulk_create(
        [User(email=f"p{number}@cress.example") for number in range(PAGE_SIZE)]
    )
    Delivery.objects.bulk_create(stopped(one, key="autre", status="refused") for one in people)
    first = shown(direction)
    assert len(first) == PAGE_SIZE
    rest = shown(direction, avant=str(first[-1].pk))
    assert {*first, *rest} == set(Delivery.objects.all())
    assert rest == [written]


def test_each_says_what_to_do_and_the_operation_asks_who(written, direction, client):
    page = direction.get(LIST).content.decode()
    assert "Demandez à la personne si elle l’a reçu" in page
    client.force_login(factories.instructor())
    assert act(client, "resend", written).status_code == 403


def test_what_a_letter_is_about_is_said_in_french(written, direction):
    assert '<td data-label="De quoi">Message' in direction.get(LIST).text
    for name in all_notices():
        label, action = model_of(name)._meta.label_lower, name.partition(".")[2]
        words = told_of(label, action)
        assert words[0].isupper(), (name, words)
        assert "_" not in words, (name, words)
        assert words.lower() != action, (name, words)
    assert told_of("labelling.gone", "submit") == "submit"


def test_a_word_that_many_have_and_one_that_few_have_find_the_same(written, direction, monkeypatch):
    other = stopped(factories.user("Zoé", "Blin"), key="autre", status="uncertain")
    theatre = factories.dossier("submitted", org=factories.organisation("Théâtre de la Levée"))
    staged = stopped(
        factories.user("Ana", "Roy"), key="scène", status="uncertain", case_id=theatre.pk
    )
    for one in (other, staged):
        one.save()
    named = written.case.title.split()[-1]
    asked = ["blin", "zoe BLIN", other.user.email, named, "theatre", "nulle", "…"]
    few = [shown(direction, etat="tous", q=words) for words in asked]
    assert few[0] == few[1] == few[2] == [other]
    assert written in few[3]
    assert few[4] == [staged]
    assert few[5:] == [[], []]
    monkeypatch.setattr(listing, "FEW", 0)
    assert [shown(direction, etat="tous", q=words) for words in asked] == few
