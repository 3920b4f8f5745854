"""The register of impartiality: what comes into it, who reads it, what time asks of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from directory.impartiality.enums import Measure
from directory.impartiality.free import staff_free_of
from directory.impartiality.models import Interest
from directory.impartiality.operations import end_interest, next_review, review_interest
from directory.people.enums import CressGroup
from tests import factories
from tests.directory.making import interest, logged_in
from workflows.actors import Actor
from workflows.background.ticking import run_tick
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db
REGISTER = "/impartialite/"
DECLARE = "/impartialite/declarer/"


def words(response: Any) -> str:
    text: str = response.content.decode().replace("&nbsp;", " ").replace("\u00a0", " ")
    return text


def typed(**values: Any) -> dict[str, Any]:
    return {
        "person": "",
        "holder": "",
        "organisation": "",
        "place": "committee",
        "nature": "office",
        "description": "Préside l’organisation.",
        "measure": "disclosure",
        "review_on": next_review(timezone.localdate()).isoformat(),
        **values,
    }


def test_the_direction_declares_a_link_and_the_others_read_it() -> None:
    director, person = factories.manager(), factories.user("Lise", "Hamon")
    about = factories.organisation("Les Jardins de Loire")
    data = typed(person=person.email, organisation=about.siren, measure="recusal")
    page = words(logged_in(director).post(DECLARE, data, follow=True))
    assert "Lien inscrit au registre." in page
    assert "Lien déclaré : Lise Hamon, Les Jardins de Loire" in page
    for reader in (factories.monitor(), factories.instructor()):
        page = words(logged_in(reader).get(REGISTER))
        assert "Les Jardins de Loire" in page
        assert "Inscrire un lien" not in page
        assert logged_in(reader).post(DECLARE, data).status_code == 403
    assert logged_in(person).get(REGISTER).status_code == 403


def test_bad_input_is_said_beside_what_caused_it() -> None:
    client = logged_in(factories.manager())
    person, about = factories.user(), factories.organisation("Les Jardins")

    def errors(**values: Any) -> dict[str, Any]:
        response = client.post(DECLARE, typed(**values))
        assert response.status_code == 422
        return {name: list(said) for name, said in response.context["form"].errors.items()}

    both = {"person": person.email, "holder": about.siren}
    for values in ({}, both):
        assert errors(**values) == {
            "person": [
                "Dites qui a ce lien\u00a0: une personne, ou une organisation, pas les deux."
            ]
        }
    assert set(errors(person="personne@exemple.fr")) == {"person"}
    assert set(errors(holder=about.siren, organisation=about.siren)) == {"organisation"}
    assert set(errors(person=person.email, measure="recusal")) == {"measure"}
    today = timezone.localdate().isoformat()
    assert errors(person=person.email, review_on=today) == {
        "review_on": ["Choisissez une date à venir."]
    }
    assert not Interest.objects.exists()


def test_the_database_refuses_a_link_that_is_nobody_s_or_recuses_from_all() -> None:
    made = interest(factories.user(), factories.organisation())
    values = ({"person": None}, {"organisation": None}, {"ended_on": "2001-01-01"})
    for change in values:
        with pytest.raises(IntegrityError), transaction.atomic():
            Interest.objects.filter(pk=made.pk).update(**change)


def test_time_asks_about_a_link_once_until_it_is_examined_again() -> None:
    director = factories.manager()
    made = interest(factories.user(), factories.organisation())
    on_time = timezone.now() + (made.review_on - timezone.localdate())
    assert run_tick(on_time - timedelta(days=1))["interest_reviews"]["asked"] == 0
    assert run_tick(on_time)["interest_reviews"]["asked"] == 1
    assert run_tick(on_time)["interest_reviews"]["asked"] == 0
    later = timezone.localdate(on_time) + timedelta(days=400)
    review_interest(
        made,
        measure=Measure.DISCLOSURE,
        description="N’y siège plus.",
        review_on=later,
        actor=Actor.of(director),
        at=on_time,
    )
    assert (made.review_asked_on, made.review_on, made.measure) == (None, later, "disclosure")
    assert [row.transition for row in made.history.order_by("history_id")] == [
        "declare",
        "ask_review",
        "review",
    ]


def test_what_is_due_waits_in_the_tasks_of_the_direction() -> None:
    director = logged_in(factories.manager())
    interest(factories.user(), factories.organisation())
    assert "Liens d’intérêt à réexaminer" not in words(director.get("/taches/"))
    long_ago = timezone.now() - timedelta(days=400)
    interest(factories.user(), factories.organisation(), at=long_ago)
    assert "Liens d’intérêt à réexaminer" in words(director.get("/taches/"))
    assert "Liens d’intérêt" not in words(logged_in(factories.instructor()).get("/taches/"))


def test_a_link_that_is_closed_binds_nobody_and_stays_readable() -> None:
    about, colleague = factories.organisation("Les Jardins"), factories.instructor()
    made = interest(colleague, about)
    today = timezone.localdate()
    assert colleague not in staff_free_of(about.pk, today, *CressGroup)
    with pytest.raises(Refused):
        end_interest(made, reason=" ", actor=factories.SYSTEM)
    with pytest.raises(Forbidden):
        end_interest(made, reason="Fini.", actor=Actor.of(colleague))
    end_interest(made, reason="Son mandat est terminé.", actor=factories.SYSTEM)
    assert colleague in staff_free_of(about.pk, today, *CressGroup)
    with pytest.raises(Stale):
        end_interest(made, reason="Fini.", actor=factories.SYSTEM)
    reader = logged_in(colleague)
    assert "Les Jardins" not in words(reader.get(REGISTER)).split("Historique")[0]
    assert "Les Jardins" in words(reader.get(REGISTER + "?clos=1")).split("Historique")[0]


def test_who_has_an_interest_instructs_nothing_of_it() -> None:
    dossier = factories.dossier("submitted")
    holder = factories.organisation("Fondatrice")
    acts_for, free = factories.instructor("Eden", "Roy"), factories.instructor("Sacha", "Guérin")
    factories.membership(acts_for, holder)
    interest(holder, dossier.organisation)
    found = staff_free_of(dossier.organisation_id, timezone.localdate(), *CressGroup)
    assert (acts_for in found, free in found) == (False, True)


def test_two_who_examine_the_same_link_do_not_write_over_each_other() -> None:
    client = logged_in(factories.manager())
    made = interest(factories.user(), factories.organisation())
    url = f"{REGISTER}{made.pk}/reexaminer/"
    opened = client.get(url).context["form"].initial
    other = client.post(url, {**opened, "description": "Y siège depuis 2022."})
    assert other.status_code == 302
    late = client.post(url, {**opened, "description": "Y a siégé."})
    assert late.status_code == 409
    assert "Y siège depuis 2022." in words(late)
    made.refresh_from_db()
    assert made.description == "Y siège depuis 2022."
