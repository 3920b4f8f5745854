"""The pages of a revision: anybody reads it, and what is wrong is told beside what caused it."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from committee.voting.models import Decision
from directory.charters.demo_charter import OF_STRUCTURES
from directory.people.models import User
from labelling.revisions.models import CharterRevision
from tests import factories
from tests.committee import making as committee
from tests.labelling.browsing import client_of
from tests.labelling.revisions import making
from workflows.actors import Actor
from workflows.background.ticking import run_tick

pytestmark = pytest.mark.django_db


@pytest.fixture
def director() -> User:
    return factories.manager()


def url(name: str, revision: CharterRevision, *args: Any) -> str:
    return reverse(f"revisions:{name}", args=[revision.pk, *args])


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.text)


def day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_the_direction_writes_it_consults_closes_and_proposes(director: User) -> None:
    making.in_force()
    browser = client_of(director)
    address = reverse("revisions:open", args=["structures"])
    assert OF_STRUCTURES.title in read(browser, address)
    typed = {"text": "Rien.", "rationale": "Rendre compte.", "in_force_on": day(90)}
    refused = browser.post(address, typed)
    assert refused.status_code == 422
    assert "La liste des engagements est introuvable" in unescape(refused.text)
    assert "Rendre compte." in refused.text
    assert browser.post(address, typed | {"text": making.NEW_TEXT}).status_code == 302
    revision = CharterRevision.objects.get()
    assert "Nous en rendons compte chaque année." in read(browser, revision.get_absolute_url())
    assert Client().get(revision.get_absolute_url()).status_code == 404

    assert browser.post(url("ask", revision), {"name": "Un réseau"}).status_code == 302
    assert browser.post(url("consult", revision), {"until": day(2)}).status_code == 422
    assert browser.post(url("consult", revision), {"until": day(30)}).status_code == 302
    party = revision.parties.get()
    answered = {"position": "reserved", "words": "Précisez le rythme."}
    assert browser.post(url("record", revision, party.pk), answered).status_code == 302
    page = read(Client(), revision.get_absolute_url())
    assert "Précisez le rythme." in page
    assert "1\u00a0réponse sur 1\u00a0attendue" in page
    early = browser.post(url("close", revision), {"reason": "Bilan."})
    assert early.status_code == 422
    assert "On peut répondre jusqu’au" in unescape(early.text)


def test_a_holder_answers_and_may_answer_again(director: User) -> None:
    making.in_force()
    dossier = factories.dossier("validated")
    holder = client_of(factories.representative_of(dossier))
    revision = making.consulting(Actor.of(director))
    assert "Votre avis compte" in read(holder, revision.get_absolute_url())
    typed = {"organisation": dossier.organisation_id, "words": "Très bien."}
    refused = holder.post(url("opinion", revision), typed)
    assert refused.status_code == 422
    assert "Choisissez un avis." in unescape(refused.text)
    assert "Très bien." in refused.text
    for position in ("reserved", "favourable"):
        sent = holder.post(url("opinion", revision), typed | {"position": position})
        assert sent.status_code == 302
    assert revision.parties.get().position == "favourable"
    assert "Très bien." in read(holder, url("opinion", revision))
    public = read(Client(), revision.get_absolute_url())
    assert dossier.organisation.name in public
    assert "Votre avis compte" not in public


def test_a_holder_signs_the_new_text_once_it_is_in_force(director: User) -> None:
    making.in_force()
    dossier = factories.dossier("validated")
    holder = client_of(factories.representative_of(dossier))
    revision = making.proposed(Actor.of(director))
    made = committee.committee()
    item = committee.voting(made, revision)
    committee.cast(made, item, "for", "for", "for")
    committee.decide(made, item)
    assert Decision.objects.count() == 1 + dossier.decisions.count()
    revision.refresh_from_db()
    assert holder.get(url("align", revision)).status_code == 422
    run_tick(making.enacted(revision))
    assert "Signez le nouveau texte" in read(holder, revision.get_absolute_url())
    assert making.ASKED in read(holder, url("align", revision))
    typed = {
        "organisation": dossier.organisation_id,
        "words": "Notre rapport annuel.",
        "name": "Dominique Lebreton",
        "function": "Présidence",
    }
    assert holder.post(url("align", revision), typed).status_code == 422
    assert holder.post(url("align", revision), typed | {"accepted": "on"}).status_code == 302
    again = holder.post(url("align", revision), typed | {"accepted": "on"})
    assert "a déjà signé ce texte" in unescape(again.text)
    assert revision.alignments.count() == 1
    assert "1\u00a0organisation l’a fait" in read(Client(), revision.get_absolute_url())


def test_the_list_shows_to_all_what_is_public_and_to_the_direction_what_it_prepares(
    director: User,
) -> None:
    making.in_force()
    revision = making.revision(Actor.of(director))
    assert str(revision.reference) not in read(Client(), reverse("revisions:list"))
    mine = read(client_of(director), reverse("revisions:list"))
    assert str(revision.reference) in mine
    assert reverse("revisions:open", args=["structures"]) not in mine
    assert client_of(director).get("/charte/revisions/ouvrir/inconnue/").status_code == 404
