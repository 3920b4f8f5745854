"""The pages of those who handle complaints: what they list, in which order, and for whom."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from directory.memberships.enums import MembershipRole
from labelling.oversight.complaint_desk.listing import PAGE_SIZE
from labelling.oversight.complaints.enums import About
from labelling.oversight.complaints.enums import ComplaintState as S
from labelling.oversight.complaints.models import ComplaintFile, Entry
from labelling.oversight.complaints.operations import say
from labelling.oversight.identities.models import Opening
from tests import factories
from tests.committee.making import committee
from tests.directory.making import logged_in
from tests.files import pdf
from tests.labelling.oversight.complaining import MARIE, brought, complaint, lodged, recognition
from workflows.actors import Actor
from workflows.background.ticking import run_tick

pytestmark = pytest.mark.django_db
LIST = reverse("complaints:list")


def listed(person: Any, **query: str) -> list[str]:
    page = logged_in(person).get(LIST, query)
    return [row.reference for row in page.context["page"].rows]


def test_the_latest_comes_first_and_what_is_over_apart() -> None:
    person = factories.instructor()
    handler = Actor.of(person)
    held = recognition()
    first, second, third = (lodged(of=held).complaint for _ in range(3))
    say(first, "admit", words="", actor=handler)  # its answer is due after the others' first word
    brought(third, S.ANSWERED, handler)
    assert listed(person) == [second.reference, first.reference]
    assert listed(person, etat="terminees") == [third.reference]


def test_each_reads_their_own() -> None:
    seats, held = committee(), recognition()
    linked = factories.instructor("Eden", "Roy")
    factories.membership(linked, held.organisation, MembershipRole.CONTRIBUTOR)
    cress, scheme = lodged(of=held).complaint, lodged(About.SCHEME).complaint
    assert listed(factories.instructor()) == [cress.reference]
    assert listed(seats.chair.user) == [scheme.reference]
    assert listed(linked) == []
    for person, other in ((seats.chair.user, cress), (seats.director, scheme), (linked, cress)):
        assert logged_in(person).get(other.get_absolute_url()).status_code == 403


def test_the_pages_follow_each_other() -> None:
    person, held = factories.instructor(), recognition()
    made = [lodged(of=held).complaint.reference for _ in range(PAGE_SIZE + 3)]
    client = logged_in(person)
    page = client.get(LIST)
    following = client.get(page.context["pager"].next)
    found = [row.reference for each in (page, following) for row in each.context["page"].rows]
    assert found == made
    assert following.context["pager"].next == ""
    assert client.get(LIST, {"apres": "n’importe quoi"}).status_code == 200


def test_a_list_and_a_page_cost_the_same_however_many() -> None:
    person, held = factories.instructor(), recognition()
    client, costs = logged_in(person), []
    for number in (1, 12):
        made = [lodged(of=held, identity=MARIE).complaint for _ in range(number)]
        for url in (LIST, made[0].get_absolute_url()):
            client.get(url)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(url).status_code == 200
            costs.append(len(captured))
    assert costs[:2] == costs[2:]
    assert costs[0] <= 13


def test_from_the_page_to_the_answer() -> None:
    person = factories.instructor()
    made, client = lodged().complaint, logged_in(person)
    for name, words in (("admit", ""), ("ask", "Où était-ce ?"), ("answer", "Le logo est ôté.")):
        url = reverse(f"complaints:{name}", args=[made.pk])
        assert client.get(url).status_code == 200
        assert client.post(url, {"words": words}).status_code == 302
    made.refresh_from_db()
    assert made.state == S.ANSWERED
    shown = client.get(made.get_absolute_url()).content.decode()
    assert "Le logo est ôté." in shown
    assert client.get(reverse("complaints:answer", args=[made.pk])).status_code == 422


@pytest.mark.parametrize("words", ["", "   ", "mot " * 10_000, "un \x00 caché"])
def test_words_that_are_none_or_too_many_are_said_beside_their_field(words: str) -> None:
    made = lodged().complaint
    page = logged_in(factories.instructor()).post(
        reverse("complaints:reject", args=[made.pk]), {"words": words}
    )
    assert page.status_code == 422
    assert page.context["form"].errors["words"]


def test_an_identity_is_read_by_a_form_after_two_said_so() -> None:
    one, other = factories.instructor(), factories.manager()
    made = complaint(identity=MARIE)
    mine, theirs = logged_in(one), logged_in(other)
    read = reverse("complaints:identity", args=[made.pk])
    assert mine.post(read).status_code == 422
    mine.post(reverse("complaints:ask_identity", args=[made.pk]), {"words": "Vérifier."})
    opening = Opening.objects.get()
    assert "Vérifier." in theirs.get(opening.get_absolute_url()).content.decode()
    agree = reverse("complaints:agree", args=[opening.pk])
    assert mine.post(agree).status_code == 422
    assert theirs.post(agree).status_code == 302
    shown = mine.post(read)
    assert MARIE.name in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert mine.get(read).status_code == 405
    for page in (made.get_absolute_url(), reverse("workflows:history", args=[made.pk])):
        assert MARIE.name not in mine.get(page).content.decode()


def test_a_member_reads_the_request_and_nothing_of_the_complaint() -> None:
    seats = committee()
    made = lodged(About.SCHEME, identity=MARIE, words="Un mot que le membre ne lit pas.").complaint
    say(made, "ask_identity", words="Entendre la personne.", actor=seats.chair)
    client = logged_in(seats.mandates[1].user)
    page = client.get(Opening.objects.get().get_absolute_url()).content.decode()
    assert "Entendre la personne." in page
    assert "Un mot que" not in page
    assert client.get(made.get_absolute_url()).status_code == 403
    assert client.get(LIST).status_code == 403


def test_a_file_is_for_those_who_handle_it() -> None:
    made = lodged(copies=[pdf()]).complaint
    url = reverse("complaints:file", args=[ComplaintFile.objects.get().pk])
    served: Any = logged_in(factories.instructor()).get(url)
    assert b"".join(served).startswith(b"%PDF")
    assert made.recognition
    for person in (factories.representative(made.recognition.organisation), factories.user()):
        assert logged_in(person).get(url).status_code == 403
    assert Client().get(url).status_code == 302


def test_the_organisation_sees_nothing_of_it_anywhere() -> None:
    held = recognition()
    made = lodged(of=held, words="Ce que personne d’autre ne doit lire.").complaint
    client = logged_in(factories.representative(held.organisation))
    pages = [
        reverse("home"),
        reverse("workflows:inbox"),
        reverse("notifications:list"),
        reverse("directory:organisation", args=[held.organisation_id]),
        held.get_absolute_url(),
        reverse("directory:verify") + f"?code={made.reference}",
        reverse("directory:register") + f"?q={made.reference}",
    ]
    for url in pages:
        told = client.get(url, follow=True).content.decode()
        assert "Ce que personne" not in told
        assert "Réclamation reçue" not in told
        assert made.get_absolute_url() not in told
    for name in ("workflows:history", "workflows:files", "workflows:messages", "complaints:detail"):
        assert client.get(reverse(name, args=[made.pk])).status_code == 403


def test_what_is_forgotten_shows_its_dates_alone() -> None:
    made = complaint(S.ANSWERED, words="Ce qui sera oublié, un jour.")
    from_then = timezone.now() + timedelta(days=400)
    client = logged_in(factories.instructor("Eden", "Roy"))
    run_tick(from_then)
    page = client.get(made.get_absolute_url()).content.decode()
    assert "Plus rien n’est gardé." in page
    assert not Entry.objects.exists()
