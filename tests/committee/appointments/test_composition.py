"""« Le comité »: setting it up, seating people, ending and undoing mandates, and the proof."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from committee.appointments.operations import (
    appoint,
    cancel_appointment,
    end_mandate,
    establish_body,
)
from committee.bodies.enums import MandateRole
from committee.bodies.models import Body, College, Mandate
from committee.rulebook import CommitteeRules
from directory.people.models import User
from tests import factories
from tests.committee import making
from tests.committee.pages import signed_in
from tests.threads import at_once
from workflows.actors import Actor
from workflows.policies import keys_of
from workflows.presentation.french import format_date
from workflows.verdicts import Forbidden, Refused, Stale

pytestmark = pytest.mark.django_db
COMPOSITION = "/comite/"
UNKNOWN = "Aucun compte n’a cette adresse. Invitez la personne à s’inscrire, puis nommez-la."


@pytest.fixture
def director() -> User:
    return factories.manager()


@pytest.fixture
def client(director: User) -> Client:
    return signed_in(director)


@pytest.fixture
def body() -> Body:
    return establish_body(name="Comité scientifique et éthique", actor=factories.SYSTEM)


def day(offset: int = 0) -> date:
    return timezone.localdate() + timedelta(days=offset)


def college(body: Body, name: str = making.EXPERTS) -> College:
    return body.colleges.get(name=name)


def nomination(body: Body, user: User | str, **changed: Any) -> dict[str, Any]:
    """What a right nomination posts."""
    return {
        "user": user if isinstance(user, str) else user.email,
        "college": college(body).pk,
        "role": MandateRole.MEMBER,
        "organisation": "",
        "starts_on": day().isoformat(),
        "ends_on": "",
        **changed,
    }


def appoint_url(body: Body) -> str:
    return reverse("committee:appoint", args=[body.pk])


def end_url(mandate: Mandate) -> str:
    return reverse("committee:end_mandate", args=[mandate.pk])


def cancel_url(mandate: Mandate) -> str:
    return reverse("committee:cancel_appointment", args=[mandate.pk])


def refusals(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 422
    return {name: list(errors) for name, errors in response.context["form"].errors.items()}


def seated(body: Body, user: User, **fields: Any) -> Mandate:
    fields.setdefault("starts_on", day(-400))
    return appoint(user=user, college=college(body), actor=factories.SYSTEM, **fields)


def words(response: Any) -> str:
    """The page, its no-break spaces as plain ones."""
    text: str = response.content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")
    return text


# Setting up


def test_a_new_site_is_led_from_nothing_to_a_first_member(client: Client) -> None:
    assert reverse("committee:establish") in words(client.get(COMPOSITION))
    plan = words(client.get(reverse("committee:plan")))
    assert "Personne ne siège au comité aujourd’hui." in plan
    offered = client.get(reverse("committee:establish")).context["form"]["name"].value()
    done = client.post(reverse("committee:establish"), {"name": offered}, follow=True)
    assert "Personne ne siège encore." in words(done)
    body = Body.objects.get(name="Comité scientifique et éthique")
    assert tuple(body.colleges.values_list("name", flat=True)) == settings.OSE_COLLEGES
    member = factories.user("Maëlle", "Picard")
    page = words(client.post(appoint_url(body), nomination(body, member), follow=True))
    assert "Nomination enregistrée : Maëlle Picard, Académiques et experts" in page
    assert "1 membre en fonction" in page
    assert "committee" in keys_of(member)
    assert "Personne ne siège" not in words(client.get(reverse("committee:plan")))


def test_two_bodies_never_bear_one_name(client: Client, body: Body) -> None:
    response = client.post(reverse("committee:establish"), {"name": f" {body.name} "})
    assert refusals(response) == {"name": ["Une instance porte déjà ce nom."]}
    assert Body.objects.count() == 1


def test_only_the_direction_composes_the_committee(body: Body) -> None:
    member = seated(body, factories.user()).user
    for person in (factories.instructor(), member, factories.user()):
        with pytest.raises(Forbidden):
            establish_body(name="Autre", actor=Actor.of(person))
        with pytest.raises(Forbidden):
            appoint(user=person, college=college(body), starts_on=day(), actor=Actor.of(person))
        with pytest.raises(Forbidden):
            end_mandate(
                college(body).mandates.get(),
                ends_on=day(),
                reason="Essai.",
                actor=Actor.of(person),
            )
        with pytest.raises(Forbidden):
            cancel_appointment(Mandate.objects.get(), reason="Essai.", actor=Actor.of(person))
        assert (
            signed_in(person).post(appoint_url(body), nomination(body, person)).status_code == 403
        )
    assert Mandate.objects.count() == 1


def test_the_account_menu_leads_there_for_the_direction_alone(client: Client) -> None:
    assert f'href="{COMPOSITION}"' in words(client.get(COMPOSITION))
    other = signed_in(factories.instructor())
    assert f'href="{COMPOSITION}"' not in words(other.get(reverse("committee:sessions")))


# Appointing


def test_a_nomination_is_proven_with_its_author(client: Client, body: Body, director: User) -> None:
    organisation = factories.organisation("La Halle aux Graines")
    member = factories.user("Lou", "Garnier")
    data = nomination(
        body,
        f"  {member.email.upper()} ",
        organisation="halle aux graines",
        role="chair",
        ends_on=day(365).isoformat(),
    )
    page = words(client.post(appoint_url(body), data, follow=True))
    mandate = Mandate.objects.get()
    assert (mandate.user, mandate.role, mandate.organisation) == (member, "chair", organisation)
    assert (mandate.starts_on, mandate.ends_on) == (day(), day(365))
    line = mandate.history.get()
    assert (line.transition, line.actor) == ("appoint", Actor.of(director).reference)
    assert "Nomination : Lou Garnier, Académiques et experts, pour La Halle aux Graines" in page
    assert "Présidence" in page


def test_someone_without_an_account_is_invited_first(client: Client, body: Body) -> None:
    response = client.post(appoint_url(body), nomination(body, "inconnue@exemple.fr"))
    assert refusals(response) == {"user": [UNKNOWN]}
    assert "/compte/signup/" in words(response)
    assert 'value="inconnue@exemple.fr"' in words(response)
    refused = refusals(client.post(appoint_url(body), nomination(body, "pas une adresse")))
    assert refused == {"user": ["Écrivez une adresse e-mail, par exemple prenom.nom@exemple.fr."]}


def test_a_closed_account_is_not_appointed(client: Client, body: Body) -> None:
    gone = factories.user(is_active=False)
    response = client.post(appoint_url(body), nomination(body, gone))
    assert refusals(response) == {"user": ["Le compte de cette personne est désactivé."]}


def test_a_mandate_does_not_end_before_it_starts(client: Client, body: Body) -> None:
    data = nomination(body, factories.user(), ends_on=day(-1).isoformat())
    assert refusals(client.post(appoint_url(body), data)) == {
        "ends_on": ["La fin vient avant le début."]
    }
    slip = nomination(body, factories.user(), ends_on="9999-12-31")
    assert refusals(client.post(appoint_url(body), slip)) == {"ends_on": ["Vérifiez l’année."]}
    one_day = nomination(body, factories.user(), ends_on=day().isoformat())
    assert client.post(appoint_url(body), one_day).status_code == 302


def test_an_empty_or_foreign_form_is_refused_field_by_field(client: Client, body: Body) -> None:
    assert set(refusals(client.post(appoint_url(body), {}))) == {
        "user", "college", "role", "starts_on",
    }  # fmt: skip
    other = college(establish_body(name="Autre instance", actor=factories.SYSTEM))
    data = nomination(body, factories.user(), college=other.pk, role="roi", starts_on="hier")
    assert set(refusals(client.post(appoint_url(body), data))) == {"college", "role", "starts_on"}
    assert not Mandate.objects.exists()


@pytest.mark.parametrize(
    ("starts", "ends", "clashes"),
    [
        (-400, None, True),  # the same seat, twice
        (10, None, True),  # from its last day on
        (11, None, False),  # from the day after
        (-30, -11, False),  # until the day before its first
        (-30, -10, True),  # until its first day
        (-5, 5, True),  # within
        (-30, 30, True),  # around
    ],
)
def test_one_person_one_seat_on_any_day(
    body: Body, starts: int, ends: int | None, clashes: bool
) -> None:
    member = factories.user()
    seated(body, member, starts_on=day(-10), ends_on=day(10))
    again: dict[str, Any] = {
        "user": member,
        "college": college(body, making.NETWORKS),
        "starts_on": day(starts),
        "ends_on": None if ends is None else day(ends),
        "actor": factories.SYSTEM,
    }
    if not clashes:
        appoint(**again)
        return
    with pytest.raises(Refused) as refused:
        appoint(**again)
    [unmet] = refused.value.unmet
    assert (unmet.code, unmet.field) == ("already_seated", "user")
    assert "académiques et experts" in unmet.message


def test_the_page_says_which_seat_is_in_the_way(client: Client, body: Body) -> None:
    mandate = seated(body, factories.user(), starts_on=date(2026, 3, 1))
    response = client.post(appoint_url(body), nomination(body, mandate.user))
    [[message]] = refusals(response).values()
    assert message.replace("\u00a0", " ") == (
        "Cette personne siège déjà dans cette instance, à partir du 1er mars 2026 "
        "(académiques et experts)."
    )


def test_one_may_sit_in_two_bodies(body: Body) -> None:
    other = establish_body(name="Commission des recours", actor=factories.SYSTEM)
    member = factories.user()
    seated(body, member)
    assert seated(other, member).pk


@pytest.mark.django_db(transaction=True)
def test_of_many_nominations_at_once_one_stays(director: User) -> None:
    body = establish_body(name="Comité", actor=factories.SYSTEM)
    member = factories.user()
    seats = [*body.colleges.all()] * 4
    nominate = partial(
        appoint, user=member, starts_on=day(), ends_on=day(30), actor=Actor.of(director)
    )
    calls: list[Callable[[], Any]] = [partial(nominate, college=seat) for seat in seats]
    results = at_once(calls)
    assert Mandate.objects.count() == 1
    assert sum(isinstance(result, Refused) for result in results) == len(seats) - 1


# The organisation


def test_an_organisation_is_found_by_name_or_number(client: Client, body: Body) -> None:
    wanted = factories.organisation("Théâtre de la Levée", siren="732829320")
    factories.organisation("Les Jardins du Layon")
    for typed in ("theatre", "732 829 320", "73282932000074"):
        member = factories.user()
        data = nomination(body, member, organisation=typed)
        assert client.post(appoint_url(body), data).status_code == 302
        assert member.mandates.get().organisation == wanted
    refused = client.post(
        appoint_url(body), nomination(body, factories.user(), organisation="Nulle part")
    )
    assert refusals(refused) == {
        "organisation": ["Aucune organisation inscrite ne porte ce nom ou ce numéro."]
    }


def test_among_several_organisations_one_chooses(client: Client, body: Body) -> None:
    by_siren = factories.organisation("Le Bon Tri")
    by_rna = factories.organisation("Le Bon Pain", siren=None, rna="W442012345")
    member = factories.user()
    asked = client.post(appoint_url(body), nomination(body, member, organisation="bon"))
    assert refusals(asked) == {
        "organisation": ["Plusieurs organisations correspondent\u00a0: choisissez la bonne."]
    }
    page = words(asked)
    for organisation, number in ((by_siren, by_siren.siren), (by_rna, by_rna.rna)):
        assert f'type="radio" name="organisation" value="{number}"' in page
        chosen = factories.user()
        client.post(appoint_url(body), nomination(body, chosen, organisation=number))
        assert chosen.mandates.get().organisation == organisation
    client.post(appoint_url(body), nomination(body, member, organisation=""))
    assert member.mandates.get().organisation is None


def test_too_many_organisations_are_not_listed(client: Client, body: Body) -> None:
    for _ in range(9):
        factories.organisation()
    asked = client.post(
        appoint_url(body), nomination(body, factories.user(), organisation="association")
    )
    [[message]] = refusals(asked).values()
    assert message.startswith("Plus de 8 organisations correspondent")
    assert 'type="radio" name="organisation"' not in words(asked)


# Ending


def test_a_mandate_ends_with_its_reason(client: Client, body: Body, director: User) -> None:
    mandate = seated(body, factories.user("Yanis", "Leroy"))
    data = {"ends_on": day().isoformat(), "reason": "Démission."}
    page = words(client.post(end_url(mandate), data, follow=True))
    mandate.refresh_from_db()
    assert mandate.ends_on == day()
    line = mandate.history.first()
    assert (line.transition, line.reason) == ("end", "Démission.")
    assert line.actor == Actor.of(director).reference
    assert "Fin de mandat fixée : Yanis Leroy" in page
    assert "Démission." in page
    # The last day counts; the day after, the seat is a past one.
    assert Mandate.objects.on(day()).exists()
    assert not Mandate.objects.on(day(1)).exists()


def test_a_bad_end_is_refused_with_what_is_wrong(client: Client, body: Body) -> None:
    mandate = seated(body, factories.user(), starts_on=day(-10), ends_on=day(10))
    before = {"ends_on": day(-11).isoformat(), "reason": "Départ."}
    assert set(refusals(client.post(end_url(mandate), before))) == {"ends_on"}
    for offset in (10, 11):
        later = {"ends_on": day(offset).isoformat(), "reason": "Départ."}
        [[message]] = refusals(client.post(end_url(mandate), later)).values()
        assert "nommez la personne de nouveau" in message
    assert set(refusals(client.post(end_url(mandate), {"ends_on": "hier", "reason": " "}))) == {
        "ends_on",
        "reason",
    }
    with pytest.raises(Refused):
        end_mandate(mandate, ends_on=day(), reason=" ", actor=factories.SYSTEM)
    assert mandate.history.count() == 1


def test_what_is_over_does_not_end_again(client: Client, body: Body) -> None:
    mandate = seated(body, factories.user(), starts_on=day(-10), ends_on=day(-5))
    data = {"ends_on": day(-6).isoformat(), "reason": "Départ."}
    assert client.post(end_url(mandate), data).status_code == 409


def test_who_sat_at_a_session_is_settled_once_it_opens() -> None:
    """Present or not: taking a seat off afterwards, or adding one, would move the quorum."""
    made = making.committee()
    client = signed_in(made.director)
    making.opened(made, present=4)
    absent = made.mandates[4]
    data = {"ends_on": day(-1).isoformat(), "reason": "Départ."}
    assert set(refusals(client.post(end_url(absent), data))) == {"ends_on"}
    today = data | {"ends_on": day().isoformat()}
    assert client.post(end_url(absent), today).status_code == 302
    newcomer = factories.user()
    for first, last in ((day(), ""), (day(-9), day().isoformat())):
        late = nomination(made.body, newcomer, starts_on=first.isoformat(), ends_on=last)
        [[message]] = refusals(client.post(appoint_url(made.body), late)).values()
        assert "s’est ouverte avec les membres d’alors" in message
    form = client.get(appoint_url(made.body)).context["form"]
    assert form["starts_on"].value() == day(1)
    free = nomination(made.body, newcomer, starts_on=day(1).isoformat())
    assert client.post(appoint_url(made.body), free).status_code == 302
    # Another body's session settles nothing here.
    other = establish_body(name="Autre instance", actor=factories.SYSTEM)
    assert client.get(appoint_url(other)).context["form"]["starts_on"].value() == day()
    assert client.post(appoint_url(other), nomination(other, newcomer)).status_code == 302


def test_whoever_presides_over_a_session_to_come_stays_until_then() -> None:
    made = making.committee()
    session = making.planned(made, in_days=20)
    presiding = made.mandates[0]
    client = signed_in(made.director)
    data = {"ends_on": day().isoformat(), "reason": "Départ."}
    page = words(client.post(end_url(presiding), data))
    assert "Cette personne préside la séance du" in page
    assert f'<a href="{session.get_absolute_url()}">' in page
    on_that_day = data | {"ends_on": day(20).isoformat()}
    assert client.post(end_url(presiding), on_that_day).status_code == 302


# Undoing


def test_a_nomination_made_by_mistake_never_was(client: Client, body: Body) -> None:
    wrong = seated(body, factories.user("Noé", "Lambert"), starts_on=day(-3))
    person = wrong.user
    assert "committee" in keys_of(person)
    assert set(refusals(client.post(cancel_url(wrong), {"reason": " "}))) == {"reason"}
    with pytest.raises(Refused):
        cancel_appointment(wrong, reason=" ", actor=factories.SYSTEM)
    page = words(client.post(cancel_url(wrong), {"reason": "Une autre personne."}, follow=True))
    assert "Nomination annulée : Noé Lambert" in page
    assert "Une autre personne." in page
    assert "0 membre en fonction" in page
    assert keys_of(person) == {f"user:{person.pk}"}
    assert not CommitteeRules.read_sessions.users(body).filter(pk=person.pk).exists()
    assert [line.transition for line in wrong.history.all()] == ["cancel", "appoint"]
    again = {"reason": "Encore."}
    assert client.post(cancel_url(wrong), again).status_code == 409
    with pytest.raises(Stale):
        end_mandate(wrong, ends_on=day(), reason="Départ.", actor=factories.SYSTEM)
    # Its days are free again, without end as before.
    assert seated(body, person, starts_on=day(-3)).pk


def test_what_had_an_effect_is_ended_not_undone() -> None:
    made = making.committee()
    planned = making.planned(made, in_days=20)
    client = signed_in(made.director)
    for mandate in made.mandates:
        assert ("Annuler la nomination</button>" in words(client.get(cancel_url(mandate)))) == (
            mandate != planned.chair
        )
    making.opened(made)
    reason = {"reason": "Erreur."}
    for mandate in made.mandates:
        response = client.post(cancel_url(mandate), reason)
        assert response.status_code == 422
        assert "Cette personne siégeait à la séance du" in words(response)
    assert not Mandate.objects.filter(cancelled_at__isnull=False).exists()


# The page


def test_the_page_tells_today_from_before_and_after(client: Client, body: Body) -> None:
    seated(body, factories.user("Alix", "Aujourdhui"))
    seated(body, factories.user("Sam", "Hier"), starts_on=day(-30), ends_on=day(-1))
    seated(body, factories.user("Lou", "Demain"), starts_on=day(1))
    [composition] = client.get(COMPOSITION).context["compositions"]
    names = {
        "today": [m.user.last_name for seats in composition.colleges for m in seats.mandates],
        "to come": [mandate.user.last_name for mandate in composition.to_come],
        "past": [mandate.user.last_name for mandate in composition.past],
    }
    assert names == {"today": ["Aujourdhui"], "to come": ["Demain"], "past": ["Hier"]}
    page = words(client.get(COMPOSITION))
    assert "1 membre en fonction" in page
    assert "1 mandat passé" in page


def test_the_last_changes_stand_open_and_the_earlier_ones_are_folded(client: Client) -> None:
    making.committee(3)
    page = client.get("/comite/")
    assert page.context["older_entries"] == []
    assert "Changements précédents" not in page.text
    making.committee(5)
    longer = client.get("/comite/")
    assert len(longer.context["entries"]) == 5
    assert len(longer.context["older_entries"]) == 3
    assert "Changements précédents</summary>" in longer.text


@pytest.mark.breaks_history
def test_anyone_reads_who_sits_today_and_where_and_nothing_to_reach_them() -> None:
    made = making.committee(4)
    gone, to_come, there = made.mandates[1], made.mandates[2], made.mandates[3]
    Mandate.objects.filter(pk=gone.pk).update(ends_on=day(-1), starts_on=day(-90))
    Mandate.objects.filter(pk=to_come.pk).update(starts_on=day(9))
    answer = Client().get("/comite/membres/")
    assert answer.status_code == 200
    assert str(there.user) in answer.text
    assert str(there.college) in answer.text
    assert format_date(there.starts_on) in answer.text
    for hidden in (str(gone.user), str(to_come.user), there.user.email, "@"):
        assert hidden not in answer.text.partition("<main")[2].partition("</main>")[0]


def test_before_anyone_sits_the_public_is_told_so() -> None:
    assert "Le comité n’est pas encore réuni" in Client().get("/comite/membres/").text
