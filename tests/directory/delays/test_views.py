"""« Les délais »: what the direction reads, tries, decides and undoes there."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from directory.delays.catalogue import CATALOGUE
from directory.delays.in_force import delay
from directory.delays.lengths import Length
from directory.delays.models import DelayChange
from tests import factories
from tests.delays import changed
from tests.labelling.browsing import client_of

pytestmark = pytest.mark.django_db
LIST = "/delais/"
COMPLEMENTS, ADMISSIBILITY = "/delais/complements/", "/delais/admissibility/"


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def direction() -> Client:
    return client_of(factories.manager())


def typed(client: Client, url: str = COMPLEMENTS, **other: Any) -> dict[str, Any]:
    """What the form of `url` starts from, with something else in it."""
    initial = client.get(url).context["form"].initial
    return initial | {"number": 45, "reason": "Les structures sont bénévoles."} | other


def test_the_list_says_each_with_its_unit_source_and_since_when(direction: Client) -> None:
    changed("complements", 45)
    changed("appeal_months", 3, since=in_days(40))
    page = direction.get(LIST).text
    for known in CATALOGUE:
        assert f"{known.label}</th>" in page
        assert f'href="/delais/{known.key}/"' in page
    assert "<strong>45\u00a0jours</strong>" in page
    assert "<strong>2\u00a0mois</strong>" in page
    assert "3\u00a0mois à partir du" in page
    assert "depuis l’origine" in page
    assert "Principe du contradictoire" in page


@time_machine.travel("2027-04-20T08:00:00+02:00", tick=False)
def test_what_changes_is_said_before_it_does() -> None:
    direction = client_of(factories.manager())
    data = typed(direction, ADMISSIBILITY, number=10, unit="working_day", holds_from="2027-04-30")
    with_preview = direction.post(ADMISSIBILITY, data)
    assert with_preview.status_code == 200
    assert "le délai passe de 15\u00a0jours à 10\u00a0jours ouvrés" in with_preview.text
    assert "gardent leur date" in with_preview.text
    assert "irait jusqu’au 18 mai 2027, au lieu du 15 mai 2027" in with_preview.text.replace(
        "\u00a0", " "
    )
    assert not DelayChange.objects.exists()
    assert "Les structures sont bénévoles." in with_preview.text
    done = direction.post(ADMISSIBILITY, data | {"confirm": "1"}, follow=True)
    assert "10\u00a0jours ouvrés, à partir du" in done.text
    assert str(delay("admissibility", on=date(2027, 4, 30))) == "10\u00a0jours ouvrés"
    assert delay("admissibility", on=date(2027, 4, 29)) == Length(15)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"number": ""}, "Écrivez un nombre entier, de 15 à 180."),
        ({"number": "quinze"}, "Écrivez un nombre entier, de 15 à 180."),
        ({"number": "3.5"}, "Écrivez un nombre entier"),
        ({"number": "14"}, "Choisissez de 15\u00a0jours à 180\u00a0jours."),
        ({"number": "-1"}, "Choisissez de 15"),
        ({"number": "9" * 30}, "Choisissez de 15"),
        ({"number": "9" * 5_000}, "Écrivez un nombre entier"),
        ({"number": "30"}, "Ce délai est déjà de 30\u00a0jours ce jour-là."),
        ({"holds_from": "31/02/2027"}, "Écrivez une date, par exemple 18/06/2026."),
        ({"holds_from": ""}, "Indiquez la date."),
        ({"holds_from": "2020-01-01"}, "Choisissez un jour à venir"),
        ({"holds_from": "2190-01-01"}, "Choisissez un jour avant le"),
        ({"reason": "   "}, "Dites pourquoi"),
    ],
)
@pytest.mark.parametrize("confirm", [{}, {"confirm": "1"}])
def test_bad_input_is_told_beside_its_field_and_kept(
    direction: Client, other: dict[str, str], words: str, confirm: dict[str, str]
) -> None:
    data = typed(direction, **other)
    answer = direction.post(COMPLEMENTS, data | confirm)
    assert answer.status_code == 422
    assert words in answer.text
    assert data["reason"].strip() in answer.text
    assert not DelayChange.objects.exists()


def test_a_unit_of_another_delay_is_refused(direction: Client) -> None:
    answer = direction.post(ADMISSIBILITY, typed(direction, ADMISSIBILITY, unit="month"))
    assert answer.status_code == 422
    assert "Choisissez une unité de la liste." in answer.text


def test_a_legal_delay_says_which_rule_holds_it(direction: Client) -> None:
    url = "/delais/appeal_months/"
    assert "De 2\u00a0mois à 12\u00a0mois" in direction.get(url).text
    answer = direction.post(url, typed(direction, url, number=1))
    assert answer.status_code == 422
    assert "Un recours se forme pendant au moins deux mois." in answer.text


def test_two_tabs_the_second_is_told_what_stands_and_may_go_on(direction: Client) -> None:
    first, second = typed(direction, number=45), typed(direction, number=60)
    direction.post(COMPLEMENTS, first | {"confirm": "1"})
    told = direction.post(COMPLEMENTS, second | {"confirm": "1"})
    assert told.status_code == 409
    assert "Quelqu’un a écrit entre-temps" in told.text
    assert "Est enregistré\u00a0: «\u00a045\u00a0»" in told.text
    assert 'value="60"' in told.text
    assert delay("complements") == Length(45)
    seen = told.context["form"].data["seen"]
    direction.post(COMPLEMENTS, second | {"confirm": "1", "seen": seen})
    assert delay("complements") == Length(60)


def test_a_change_to_come_is_undone_with_a_reason_and_stays_in_the_history(
    direction: Client,
) -> None:
    made = changed("complements", 45, since=in_days(9))
    undo = reverse("directory:undo_delay", args=[made.pk])
    assert f'href="{undo}"' in direction.get(COMPLEMENTS).text
    assert direction.post(undo, {"reason": ""}).status_code == 422
    told = direction.post(undo, {"reason": "Une erreur de saisie."}, follow=True)
    assert "Modification annulée" in told.text
    history = direction.get("/delais/historique/").text
    assert "Annulé" in history
    assert "Une erreur de saisie." in history
    assert direction.post(undo, {"reason": "Encore."}).status_code == 409


def test_one_in_force_is_not_undone(direction: Client) -> None:
    made = changed("complements", 45)
    answer = direction.post(reverse("directory:undo_delay", args=[made.pk]), {"reason": "Non."})
    assert answer.status_code == 422
    assert "modifiez-le plutôt à nouveau" in answer.text


def test_there_is_no_page_of_a_delay_that_nobody_knows(direction: Client) -> None:
    for key in ("inconnu", "historiques", "a" * 300):
        assert direction.get(f"/delais/{key}/").status_code == 404
    assert direction.get("/delais/modifications/999999/annuler/").status_code == 404


def test_letters_and_pages_say_the_delay_in_force(client: Client) -> None:
    changed("complaint_answer", 90)
    assert "Sous 90\u00a0jours, vous avez une réponse motivée." in (
        client.get(reverse("complaints:new")).text.replace("&nbsp;", "\u00a0")
    )
