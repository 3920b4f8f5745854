"""The messages of a case that the engine was told nothing of."""

import re
from typing import Any

import pytest

from tests import factories
from tests.files import pdf
from tests.petitions.making import people_of, petition, supporter_of
from tests.workflows.pages.cases.visiting import address, client_of, said_by
from workflows.correspondence.operations import post_message
from workflows.pages.cases.conversation import LATEST, conversation_on

pytestmark = pytest.mark.django_db


def test_each_is_shown_as_who_they_write_for() -> None:
    case = petition()
    author, office = people_of(case)
    client_of(author).post(address("messages", case), {"body": "Qui répond\r\net quand ?"})
    client_of(office).post(
        address("messages", case), {"body": "Le comité.", "uploads": pdf("Calendrier.pdf")}
    )
    page = client_of(author).get(address("messages", case))
    first, second = page.context["lines"]
    assert (first.mine, first.message.body) == (True, "Qui répond\net quand ?")
    assert (second.mine, second.voice) == (False, "Bureau des pétitions")
    assert second.files[0].name == "Calendrier.pdf"
    assert "<b>Sacha Guérin</b>, Bureau des pétitions" in page.text
    # The author writes in their own name: the page says no more than that.
    assert "<b>Nina Robin</b>, <time" in client_of(office).get(address("messages", case)).text


def test_a_double_click_writes_one_message() -> None:
    case = petition()
    client = client_of(people_of(case)[0])
    for _ in range(2):
        sent = {"body": "Voici le plan. ", "uploads": pdf("plan.pdf")}
        assert said_by(client.post(address("messages", case), sent, follow=True)) == [
            "Message envoyé."
        ]
    assert case.messages.get().attachments.get().name == "plan.pdf"


def test_one_comes_back_to_where_one_wrote() -> None:
    case = petition()
    client = client_of(people_of(case)[0])
    here = client.post(address("messages", case), {"body": "D’ici."})
    assert here["Location"] == f"{address('messages', case)}#echanges"
    there = client.post(address("messages", case), {"body": "De là.", "next": "case"})
    assert there["Location"] == f"{case.get_absolute_url()}#echanges"
    elsewhere = client.post(
        address("messages", case), {"body": "D’ailleurs.", "next": "https://exemple.fr/"}
    )
    assert elsewhere["Location"] == here["Location"]


def test_what_was_typed_stays_and_the_files_are_named() -> None:
    case = petition()
    client = client_of(people_of(case)[0])
    page = client.post(address("messages", case), {"body": "", "uploads": pdf("plan.pdf")})
    assert page.status_code == 422
    assert "Écrivez votre message." in page.text
    assert "À joindre de nouveau\u00a0: plan.pdf." in page.text
    assert not case.messages.exists()


def test_a_limit_is_said_beside_what_passes_it(settings: Any) -> None:
    settings.OSE_CASE_MESSAGES_A_DAY = 0
    case = petition()
    client = client_of(people_of(case)[0])
    page = client.post(address("messages", case), {"body": "Bonjour à tous."})
    assert page.status_code == 422
    assert "Vous avez envoyé 0 messages en un jour" in page.text
    assert "Bonjour à tous.</textarea>" in page.text


def test_it_is_for_those_who_write_to_each_other() -> None:
    case = petition()
    author, _ = people_of(case)
    post_message(case, author=author, body="Entre nous.")
    for stranger in (supporter_of(case), factories.user()):
        assert client_of(stranger).get(address("messages", case)).status_code == 403
        refused = client_of(stranger).post(address("messages", case), {"body": "Moi aussi."})
        assert refused.status_code == 403
    assert case.messages.count() == 1


def test_a_long_conversation_is_read_from_its_end() -> None:
    case = petition()
    author, office = people_of(case)
    for number in range(1, 46):
        post_message(case, author=author, body=f"Message numéro {number}.")
    client = client_of(office)

    def shown(page: Any) -> list[int]:
        return [int(number) for number in re.findall(r"Message numéro (\d+)\.", page.text)]

    last = client.get(address("messages", case))
    assert shown(last) == list(range(26, 46))
    older = client.get(last.context["page"].pager.next)
    assert shown(older) == list(range(6, 26))
    oldest = client.get(older.context["page"].pager.next)
    assert shown(oldest) == list(range(1, 6))
    assert 'rel="next"' not in oldest.text
    newer = client.get(oldest.context["page"].pager.previous)
    assert shown(newer) == shown(older)
    assert newer.context["page"].pager.previous == address("messages", case)
    assert client.get(address("messages", case), {"page": "tous"}).status_code == 404
    empty = client.get(address("messages", case), {"page": "9"})
    assert "Revenir aux derniers messages" in empty.text


def test_the_page_of_the_case_has_the_end_of_it() -> None:
    case = petition()
    author, office = people_of(case)
    found = conversation_on(case, author)
    assert (found.lines, found.last, found.has_older) == ([], 0, False)
    sent = [post_message(case, author=author, body=f"Message {n}") for n in range(LATEST)]
    found = conversation_on(case, office)
    assert ([line.message for line in found.lines], found.has_older) == (sent, False)
    assert found.last == sent[-1].pk
    another = post_message(case, author=author, body="Un de plus")
    found = conversation_on(case, office)
    assert [line.message for line in found.lines] == [*sent[1:], another]
    assert (found.last, found.has_older) == (another.pk, True)
