"""The pages of the CRESS and of the committee, examined as all are."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from committee.appointments.operations import appoint, end_mandate
from committee.room import operations as live
from directory.delays.enums import Unit
from directory.people.models import User
from labelling.desk.batches.models import Batch, BatchItem, ItemStatus
from labelling.desk.batches.operations import run_batch
from labelling.desk.filters.operations import save_filter
from tests import factories
from tests.browser.fixtures import NewPerson
from tests.browser.looking import detail, examine, look_at
from tests.browser.people import DESKTOP, PHONE
from tests.committee import making
from tests.delays import changed
from tests.directory.making import label
from tests.notifications.making import flagged, stopped
from workflows.actors import Actor
from workflows.engine import perform

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_cress(person: NewPerson) -> None:
    asked, new = factories.dossier("under_instruction"), factories.dossier("submitted")
    assert asked.assignee
    instructor = person().hold_session(asked.assignee)
    look_at(
        instructor,
        [
            "/",
            "/dossiers/instruction/",
            "/dossiers/instruction/?q=personne&retard=on",
            detail(asked),
            detail(asked, "demander-des-complements/"),
            detail(new),
            "/bureau/filtres/enregistrer/?page=labelling:queue&query=retard%3Don",
            "/bureau/recherche/",
            "/bureau/recherche/?q=personne",
            f"/bureau/recherche/?q={asked.organisation.name}",
            "/bureau/recherche/?q=D-1999-0001",
            "/bureau/pilotage/",
            "/bureau/charge-du-comite/",
        ],
    )


def test_the_renewals(person: NewPerson) -> None:
    """Month by month, without a link to a calendar, then with one."""
    today = timezone.localdate()
    ending = label(factories.organisation(), today - timedelta(days=900))
    director_user = factories.manager()
    director = person().hold_session(director_user)
    month = f"/bureau/calendrier/?mois={ending.valid_until:%Y-%m}"
    User.objects.filter(memberships__organisation=ending.organisation).update(is_active=False)
    save_filter(name="Tous", page="labelling:queue", query="", actor=Actor.of(director_user))
    look_at(
        director,
        [
            "/bureau/pilotage/",
            "/dossiers/instruction/",
            "/bureau/calendrier/",
            month,
            "/bureau/delais-et-issues/",
        ],
    )
    director.go("/bureau/calendrier/")
    director.press("Créer un lien")
    examine(director, "/bureau/calendrier/, with a link")
    past = "/bureau/charge-du-comite/?simuler=1&session=&day=2020-01-01"
    look_at(director, [past], status=422)


def test_the_labels_of_a_month_are_drawn_in_even_rows(person: NewPerson) -> None:
    for _ in range(8):
        label(factories.organisation(), timezone.localdate() - timedelta(days=900))
    director = person().hold_session(factories.manager())
    director.go("/bureau/calendrier/")
    dots = director.page.locator(".o-dots", has=director.page.locator("i:nth-child(8)"))
    for size, rows in ((PHONE, [4, 4]), (DESKTOP, [8])):
        director.page.set_viewport_size(size)
        tops = dots.locator("i").evaluate_all("all => all.map((each) => each.offsetTop)")
        assert [tops.count(top) for top in sorted(set(tops))] == rows


def test_several_cases_at_once(person: NewPerson) -> None:
    """Picked in the list, seen before, then told."""
    director = factories.manager()
    new, ready = factories.dossier("submitted"), factories.dossier("under_instruction")
    charge = factories.instructor("Eden", "Roy")
    browser = person().hold_session(director)
    look_at(browser, ["/bureau/lots/", f"/bureau/lots/?affaire={new.pk}&affaire={ready.pk}"])
    browser.page.locator("#confier_choice").select_option(str(charge.pk))
    browser.page.locator("form", has=browser.page.locator("#confier_choice")).get_by_role(
        "button"
    ).click()
    examine(browser, "a preview")
    browser.press("Confirmer")
    expect(browser.page.locator("#avancement")).to_contain_text("Terminé")
    examine(browser, "a batch that is over")


def batch_under_way(director: User, number: int) -> Batch:
    """Nobody does it: the worker was not asked."""
    charge = factories.instructor("Eden", "Roy")
    given = {"act": "confier", "choice": str(charge.pk), "asked_at": timezone.now()}
    batch = Batch.objects.create(person=director, token=uuid4(), **given)
    for _ in range(number):
        case = factories.dossier("under_instruction")
        BatchItem.objects.create(batch=batch, case=case, seen=case.history_head)
    return batch


def test_a_batch_under_way_is_told_in_a_region_that_stays(person: NewPerson) -> None:
    """At its start, at each quarter and at its end: not every two seconds."""
    director = factories.manager()
    batch = batch_under_way(director, 8)
    items = list(batch.items.values_list("pk", flat=True))
    follower = person().hold_session(director)
    page = follower.go(batch.get_absolute_url())
    told = page.locator("#dit")
    expect(told).to_have_role("status")
    told.evaluate(
        """region => {
            [window.region, window.heard] = [region, []];
            const hear = () => window.heard.push(region.textContent.replaceAll("\u00a0", " "));
            new MutationObserver(hear).observe(region, {childList: true, characterData: true});
        }"""
    )
    refresh = page.get_by_role("link", name="Actualiser")
    refresh.focus()
    expect(told).to_have_text("En cours\u00a0: 0 sur 8\u00a0dossiers.")
    for done in (1, 2, 3):
        BatchItem.objects.filter(pk=items[done - 1]).update(status=ItemStatus.DONE, words="Fait.")
        expect(page.locator("#avancement")).to_contain_text(f"{done} sur 8")
        expect(refresh).to_be_focused()
    assert page.get_by_role("progressbar").get_attribute("value") == "3"
    examine(follower, "a batch under way")
    run_batch.func(pk=batch.pk)
    # The link is gone with what it stood in: what replaces it has the focus.
    expect(page.locator("#avancement")).to_be_focused()
    expect(told).to_have_text("Terminé\u00a0: 8\u00a0dossiers changés.")
    assert page.evaluate("window.region === document.querySelector('#dit')")
    assert page.evaluate("window.heard") == [
        "En cours : 0 sur 8 dossiers.",
        "En cours : 2 sur 8 dossiers.",
        "Terminé : 8 dossiers changés.",
    ]
    assert page.locator("#avancement [role=status]").count() == 0


def test_a_lost_connection_is_said_once_while_a_batch_goes_on(person: NewPerson) -> None:
    director = factories.manager()
    batch = batch_under_way(director, 1)
    follower = person().hold_session(director)
    page = follower.go(batch.get_absolute_url())
    follower.context.set_offline(True)
    alert = page.locator("#avancement [role=alert]")
    expect(alert).to_contain_text("Connexion perdue. Tout continue")
    alert.evaluate(
        """place => {
            window.again = 0;
            const hear = () => { window.again += 1; };
            new MutationObserver(hear).observe(place, {childList: true});
        }"""
    )
    with page.expect_event("requestfailed"):
        pass
    with page.expect_event("requestfailed"):
        pass
    assert page.evaluate("window.again") == 0
    follower.context.set_offline(False)
    expect(alert).to_have_count(0)
    follower.complaints.clear()  # the browser says of each request that it failed


def test_the_letters(person: NewPerson) -> None:
    director = person().hold_session(factories.manager())
    look_at(director, ["/notifications/envois/"])
    for status in ("uncertain", "refused", "broken", "given_up", "skipped"):
        stopped(factories.user(), key=status, status=status).save()
    look_at(director, ["/notifications/envois/", "/notifications/envois/?etat=tous&q=cress"])


def test_the_addresses_that_fail(person: NewPerson) -> None:
    director, unreachable = person().hold_session(factories.manager()), factories.user("Lou")
    look_at(director, ["/notifications/adresses/"])
    flag = flagged(unreachable)
    stopped(unreachable, status="held").save()
    look_at(director, ["/notifications/adresses/"])
    own = person().hold_session(unreachable)
    look_at(own, ["/notifications/adresse/", "/notifications/"])
    own.page.goto(flag.get_absolute_url())
    own.press("Cette adresse marche de nouveau")
    examine(own, "/notifications/adresse/")


def test_the_delays(person: NewPerson) -> None:
    director = person().hold_session(factories.manager())
    pages = ["/delais/", "/delais/historique/", "/delais/admissibility/", "/delais/label_years/"]
    look_at(director, pages)
    tomorrow = timezone.localdate() + timedelta(days=1)
    changed("admissibility", 20, Unit.WORKING_DAY)
    made = changed("admissibility", 25, since=tomorrow)
    look_at(director, [*pages[:3], f"/delais/modifications/{made.pk}/annuler/"])
    director.go("/delais/complements/")
    director.page.get_by_label("Durée").fill("3")
    director.page.get_by_role("button", name="Vérifier ce qui change").click()
    examine(director, "a delay out of its bounds")
    director.page.get_by_label("Durée").fill("45")
    director.page.get_by_label("Pourquoi").fill("Les structures sont bénévoles.")
    director.page.get_by_role("button", name="Vérifier ce qui change").click()
    expect(director.page.get_by_text("passe de 30 jours à 45 jours")).to_be_visible()
    examine(director, "what a change entails")


def test_sessions(person: NewPerson) -> None:
    made = making.committee(5)
    planned = making.planned(made)
    making.item(made, planned)
    manager = person().hold_session(made.director)
    look_at(manager, ["/seances/", "/seances/nouvelle/", planned.get_absolute_url()])


def test_composing_the_committee_and_the_team(person: NewPerson) -> None:
    empty = person().hold_session(factories.manager())
    look_at(empty, ["/comite/", "/comite/nouvelle-instance/", "/equipe/"])
    made = making.committee(4)
    director, colleague = made.director, factories.instructor()
    today = timezone.localdate()
    for days, mandate in ((-1, made.mandates[1]), (1, made.mandates[2])):
        end = today + timedelta(days=days)
        end_mandate(mandate, ends_on=end, reason="Départ.", actor=made.cress)
    to_come = made.body.colleges.earliest("position")
    appoint(
        user=factories.user(),
        college=to_come,
        starts_on=today + timedelta(days=9),
        actor=made.cress,
    )
    manager = person().hold_session(director)
    manager.go("/comite/")
    manager.page.locator("summary", has_text="mandat passé").click()
    examine(manager, "the past mandates")
    seat = f"/comite/mandats/{made.mandates[3].pk}"
    look_at(
        manager,
        [
            "/comite/",
            f"/comite/{made.body.pk}/nommer/",
            f"{seat}/fin/",
            f"{seat}/annulation/",
            "/equipe/",
            "/equipe/ajouter/",
            f"/equipe/cress-instructor/{colleague.pk}/retirer/",
            f"/equipe/cress-manager/{director.pk}/retirer/",
        ],
    )
    for name in ("Le Bon Tri", "Le Bon Pain"):
        factories.organisation(name)
    manager.go(f"/comite/{made.body.pk}/nommer/")
    manager.fill({"Adresse e-mail": "inconnue@exemple.fr", "Organisation représentée": "bon"})
    manager.press("Nommer", exact=True)
    expect(manager.page.locator(".o-errors")).to_be_focused()
    examine(manager, "a refused nomination")


def test_the_room(person: NewPerson) -> None:
    made = making.committee(5)
    voted = making.voting(made)
    room = f"/seances/{voted.session_id}/salle/"
    member, chair = (person().hold_session(mandate.user) for mandate in made.mandates[1::-1])
    look_at(member, [f"/seances/{voted.session_id}/", room])
    look_at(chair, [room])
    making.cast(made, voted, "for", "against", "abstention", "for", "blank")
    making.close(made, voted)
    look_at(chair, [room])
    live.decide(voted, actor=made.chair)
    look_at(member, [room])
    voted.session.refresh_from_db()
    perform(voted.session, "close", actor=made.chair)
    look_at(chair, [room, f"/seances/{voted.session_id}/proces-verbal/"])
    look_at(member, ["/seances/", f"/seances/{voted.session_id}/"])
