"""Writing to an accompanist: it arrives, and gives no address away."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from directory.accounts.operations import erase_person
from directory.annuaire.contact.ceilings import CEILINGS, CONTACT
from directory.annuaire.contact.views import SENT, TOO_MANY
from directory.annuaire.models import Listing
from directory.memberships.models import Membership
from directory.people.models import User
from tests import factories, sanctions
from tests.directory.making import listing
from tests.notifications.draining import drain
from workflows.pages.traps import FASTEST, LONGEST_OPEN, TOO_FAST, TOO_OLD, TRAPPED

pytestmark = pytest.mark.django_db
WORDS = "Nous cherchons à être accompagnés.\n> Quand pourriez-vous ?\n- vite"
SENDER = "camille@exemple.fr"


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def made() -> Listing:
    return listing("Les Jardins du Bocage")


def url(made: Listing) -> str:
    return reverse("directory:contact", args=[made.recognition.number])


def typed(made: Listing, client: Client, **changed: str) -> dict[str, str]:
    """What a person posts from the form that they opened."""
    opened = client.get(url(made)).context["form"]["opened"].value()
    return {
        "name": "Camille Morin, Le Relais",
        "email": SENDER,
        "message": WORDS,
        "subject": "",
        "opened": opened,
        **changed,
    }


def send(made: Listing, clock: Any, client: Client | None = None, **changed: str) -> Any:
    """Write, wait, read again, send."""
    client = client or Client()
    data = typed(made, client, **changed)
    clock.shift(FASTEST)
    return client.post(url(made), data | {"send": "1"}, follow=True)


def readers(made: Listing) -> list[str]:
    found = Membership.objects.verified().filter(organisation_id=made.organisation_id)
    return sorted(found.values_list("user__email", flat=True))


def test_it_reaches_those_who_represent_the_organisation_and_them_alone(
    made: Listing, clock: Any
) -> None:
    organisation = made.organisation
    factories.membership(factories.user(), organisation, "contributor")
    factories.membership(factories.user(), organisation, verified=False)
    factories.representative(organisation)
    answer = send(made, clock)
    assert answer.redirect_chain == [(made.get_absolute_url(), 302)]
    assert SENT in answer.text
    assert mail.outbox == []
    drain()
    assert sorted(message.to[0] for message in mail.outbox) == readers(made)
    assert len(mail.outbox) == 2


def test_the_address_is_where_one_answers_and_nowhere_else(made: Listing, clock: Any) -> None:
    send(made, clock)
    drain()
    (message,) = mail.outbox
    assert message.reply_to == [SENDER]
    sent = message.message().as_string()
    assert sent.count(SENDER) == 1
    assert "Camille Morin, Le Relais vous écrit" in message.subject
    assert "> Nous cherchons à être accompagnés.\n> > Quand" in message.body


def test_no_page_gives_the_address_of_the_organisation(made: Listing, clock: Any) -> None:
    client = Client()
    data = typed(made, client)
    clock.shift(FASTEST)
    pages = [client.get(made.get_absolute_url()), client.get(url(made))]
    pages += [client.post(url(made), data), client.post(url(made), data | {"send": "1"})]
    for page in pages:
        assert readers(made)[0] not in page.text


def test_it_is_read_again_before_it_leaves_and_may_be_corrected(made: Listing, clock: Any) -> None:
    client = Client()
    data = typed(made, client)
    clock.shift(FASTEST)
    reread = client.post(url(made), data)
    assert reread.status_code == 200
    assert "Envoyer le message" in reread.text
    assert "Camille Morin, Le Relais" in reread.text
    corrected = client.post(url(made), data | {"correct": "1"})
    assert corrected.context["form"]["message"].value() == WORDS
    assert not DBTaskResult.objects.filter(task_path__endswith="forward_message").exists()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"name": ""}, "name"),
        ({"email": "camille"}, "n’en est pas une"),
        ({"email": "a@exemple.fr\nBcc: b@exemple.fr"}, "n’en est pas une"),
        ({"message": "Bonjour"}, "une phrase au moins"),
        ({"message": "a" * 10_000}, "dépasse 5\u00a0000 caractères"),
        ({"message": "a\0" * 20}, "message"),
        ({"subject": "Gagnez"}, TRAPPED),
        ({"opened": "1:forged"}, TOO_OLD),
        ({"opened": ""}, TOO_OLD),
    ],
    ids=str,
)
def test_bad_input_is_told_and_nothing_is_lost(
    made: Listing, clock: Any, changed: dict[str, str], why: str
) -> None:
    answer = send(made, clock, None, **changed)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert why in form.errors or why in str(form.errors.as_data()) or why in answer.text
    if "message" not in changed:
        assert form["message"].value() == WORDS
    drain()
    assert mail.outbox == []


def test_what_is_sent_at_once_waits_and_then_leaves(made: Listing, clock: Any) -> None:
    client = Client()
    data = typed(made, client)
    answer = client.post(url(made), data | {"send": "1"})
    assert (answer.status_code, TOO_FAST in answer.text) == (422, True)
    clock.shift(FASTEST)
    assert client.post(url(made), data | {"send": "1"}).status_code == 302


def test_a_page_left_open_too_long_starts_over(made: Listing, clock: Any) -> None:
    client = Client()
    data = typed(made, client)
    clock.shift(LONGEST_OPEN + 60)
    answer = client.post(url(made), data | {"send": "1"})
    assert TOO_OLD in answer.text
    again = data | {"opened": answer.context["form"]["opened"].value(), "send": "1"}
    clock.shift(FASTEST)
    assert client.post(url(made), again).status_code == 302


def test_a_hundred_mails_do_not_leave(made: Listing, clock: Any) -> None:
    most = int(CEILINGS[CONTACT].partition("/")[0])
    for _ in range(most):
        assert send(made, clock).status_code == 200
    answer = send(made, clock)
    assert (answer.status_code, TOO_MANY in answer.text) == (429, True)
    assert answer.context["form"]["message"].value() == WORDS
    drain()
    assert len(mail.outbox) == most


@pytest.mark.parametrize("act", ["suspend", "withdraw"])
def test_who_is_not_listed_any_more_is_written_to_by_nobody(
    made: Listing, clock: Any, act: str
) -> None:
    client = Client()
    data = typed(made, client)
    clock.shift(FASTEST)
    getattr(sanctions, act)(made.recognition, reason="Un motif")
    answer = client.post(url(made), data | {"send": "1"})
    assert (answer.status_code, answer["Location"]) == (302, made.get_absolute_url())
    assert url(made) not in client.get(made.get_absolute_url()).text
    drain()
    assert [message for message in mail.outbox if message.reply_to == [SENDER]] == []


def test_an_organisation_that_nobody_represents_is_told(made: Listing, clock: Any) -> None:
    User.objects.filter(memberships__organisation=made.organisation_id).update(is_active=False)
    answer = send(made, clock)
    assert answer.status_code == 422
    assert "Écrivez à la CRESS" in answer.text


def test_who_represents_it_no_more_when_it_leaves_does_not_get_it(
    made: Listing, clock: Any
) -> None:
    send(made, clock)
    User.objects.filter(memberships__organisation=made.organisation_id).update(is_active=False)
    drain()
    assert mail.outbox == []


def test_a_person_who_is_forgotten_is_forgotten_there_too(made: Listing, clock: Any) -> None:
    person = factories.user(email=SENDER)
    send(made, clock)
    erase_person(person)
    assert not DBTaskResult.objects.filter(task_path__endswith="forward_message").exists()


@pytest.mark.parametrize("number", ["ACC-1999-0001", "OSE-2026-0001", "%00", "a%0Ab"])
def test_nobody_else_is_written_to(number: str) -> None:
    assert Client().get(f"/annuaire/{number}/ecrire/").status_code == 404


def test_who_is_signed_in_is_known(made: Listing) -> None:
    client, person = Client(), factories.user(email=SENDER)
    client.force_login(person)
    form = client.get(url(made)).context["form"]
    assert (form["name"].value(), form["email"].value()) == (str(person), SENDER)
