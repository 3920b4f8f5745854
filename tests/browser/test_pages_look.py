"""Each main page, for each role: accessible in both themes, whole at both widths, quiet, valid."""

import os
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any, Literal

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from django.utils import timezone
from playwright.sync_api import ViewportSize, expect

from committee.appointments.operations import appoint, end_mandate
from committee.room import operations as live
from directory.logo.operations import adopt_logo
from directory.memberships.policies import representatives_of
from directory.people.enums import CressGroup
from directory.people.models import User
from directory.people.operations import join_team
from directory.removals.operations import show_removal
from directory.representation.operations import open_claim
from labelling.dossiers.models import Dossier
from labelling.instruction.models import Application
from labelling.referencing.models import Referencing
from labelling.referencing.operations import write_mission
from tests import factories, sanctions
from tests.browser.fixtures import NewPerson
from tests.browser.markup import complaints_about, what_is_missing
from tests.browser.people import DESKTOP, PHONE, Person, with_account
from tests.browser.uploads import pdf
from tests.committee import making
from tests.directory.making import accompanists_charter, listing
from tests.files import logo
from tests.files import pdf as extract
from tests.labelling.referencing import making as accompanists
from workflows.actors import Actor
from workflows.correspondence.operations import attachments_of, post_message
from workflows.engine import perform

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Look = tuple[Literal["light", "dark"], ViewportSize, dict[str, Any]]
# What may differ between themes and widths; the rest is said of the page once, by every rule.
VISUAL = ["aria-hidden-focus", "color-contrast", "link-in-text-block", "target-size"]
LOOKS: tuple[Look, ...] = (("light", DESKTOP, {}), ("dark", PHONE, {"runOnly": VISUAL}))


# The sources of the pages looked at, by rank and path: one path shows several states.
looked_at: dict[str, str] = {}


@pytest.fixture(scope="module", autouse=True)
def valid_sources(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """All the pages that this module looked at are valid HTML: said once, at its end."""
    yield
    if looked_at and not what_is_missing():
        complaints = complaints_about(looked_at, tmp_path_factory.mktemp("sources"))
        assert not complaints, "\n".join(complaints)


def test_the_checker_of_html_is_there() -> None:
    """Without it, a skip that shows; where REQUIRE_VNU=1, a failure."""
    if missing := what_is_missing():
        outcome = pytest.fail if os.environ.get("REQUIRE_VNU") == "1" else pytest.skip
        outcome(missing)


def look_at(person: Person, paths: Iterable[str], *, status: int = 200) -> None:
    """Open each page and examine it; the fixture examines what the console said."""
    for path in paths:
        person.page.emulate_media(color_scheme="light")
        person.page.set_viewport_size(DESKTOP)
        answer = person.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}"
        looked_at[f"{len(looked_at)} {path}"] = answer.text()
        examine(person, path)


def examine(person: Person, path: str) -> None:
    """One h1, one main, a way to skip to it, no sideways scroll, nothing for axe to say."""
    page = person.page
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator("h1").count() == 1, path
    assert page.locator("main").count() == 1, path
    assert page.locator(".o-skip").get_attribute("href") == "#contenu", path
    page.evaluate(AXE_SCRIPT)
    for scheme, size, options in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= size["width"], f"{path} scrolls sideways: {width} > {size['width']}"
        told = page.evaluate(
            "options => axe.run(options)", {"resultTypes": ["violations"]} | options
        )
        found = AxeResults(told)
        assert found.violations_count == 0, f"{path} ({scheme})\n{found.generate_report()}"


def detail(dossier: Dossier, page: str = "") -> str:
    return f"{dossier.get_absolute_url()}{page}"


def people_of(dossier: Application) -> User:
    return factories.representative_of(dossier)


def test_the_public(person: NewPerson) -> None:
    granted = factories.dossier("validated").recognitions.get()
    visitor = person()
    look_at(
        visitor,
        [
            "/registre/",
            "/registre/?q=personne&tri=-nom",
            "/registre/chiffres/",
            f"/registre/{granted.number}/",
            "/verifier/",
            f"/verifier/{granted.code}/",
            "/charte/",
            "/charte/accompagnateurs/",
            "/comite/membres/",
            "/mentions-legales/",
            "/donnees-personnelles/",
            "/accessibilite/",
            "/compte/login/",
            "/compte/signup/",
            "/compte/password/reset/",
        ],
    )
    unknown = ["/registre/OSE-1999-0001/", "/verifier/?code=D-1999-0001", "/nulle-part/"]
    look_at(visitor, unknown, status=404)


def test_the_annuaire(person: NewPerson) -> None:
    made = listing("Les Jardins du Bocage", departments=frozenset({"49", "2A"}), trains=True)
    page = made.get_absolute_url()
    visitor = person()
    look_at(visitor, ["/annuaire/", "/annuaire/?departement=2A&q=personne", page])
    look_at(visitor, ["/annuaire/?theme=astrologie&page=-1", f"{page}ecrire/"])
    visitor.press("Relire avant l’envoi")
    expect(visitor.page.locator(".o-errors")).to_be_focused()
    examine(visitor, "a message refused")
    holder = person().hold_session(representatives_of(made.organisation_id).get())
    look_at(holder, [f"/identite-visuelle/{made.recognition.number}/"])
    sanctions.suspend(made.recognition, reason="Plus aucune preuve depuis un an.")
    look_at(visitor, [page, f"/verifier/{made.recognition.code}/"])
    look_at(visitor, ["/annuaire/"])


def test_what_a_label_gives(person: NewPerson) -> None:
    dossier = factories.dossier("validated")
    granted = dossier.recognitions.get()
    holder = person().hold_session(people_of(dossier))
    page = f"/identite-visuelle/{granted.number}/"
    look_at(holder, [page])
    sanctions.suspend(granted, reason="Plus aucune preuve depuis un an.")
    look_at(holder, [page])
    look_at(holder, [f"{page}certificat.pdf", "/verifier/?code=7KQX9M2P4"], status=422)


def test_the_official_logo_and_its_removal(person: NewPerson) -> None:
    """Sent by the direction; asked back of a structure, that shows; late, or to look at."""
    director = factories.manager()
    direction = person().hold_session(director)
    look_at(direction, ["/logo/"])
    adopt_logo(logo(), actor=Actor.of(director))
    asked, shown, late = (factories.dossier("validated") for _ in range(3))
    for dossier in (asked, shown, late):
        label = dossier.recognitions.get()
        sanctions.suspend(label, reason="Essai.")
    removals = [dossier.recognitions.get().logo_removals.get() for dossier in (asked, shown, late)]
    holder = Actor.of(people_of(shown))
    show_removal(removals[1], note="La vitrine.", website="exemple.fr", actor=holder)
    after = timezone.now() + timedelta(days=40)
    perform(removals[2], "lapse", actor=Actor.system("tick"), at=after)
    pages = [removal.get_absolute_url() for removal in removals]
    look_at(
        direction,
        [
            "/logo/",
            "/retraits/",
            *pages,
            f"{pages[1]}confirmer/",
            f"{pages[1]}relancer/",
            f"{pages[2]}confirmer/",
        ],
    )
    structure = person().hold_session(people_of(asked))
    number = asked.recognitions.get().number
    look_at(structure, [f"/identite-visuelle/{number}/", pages[0], f"{pages[0]}preuve/"])


def test_the_frameworks(person: NewPerson) -> None:
    """For all, for the CRESS that proposes one, for those who follow one and who read them."""
    recognised, candidate = factories.framework(), factories.framework(recognised=False)
    gone = factories.framework()
    preparing = factories.dossier("presented", follows=gone)
    factories.withdraw_framework(gone)
    filed = factories.dossier("under_instruction", follows=recognised)
    look_at(person(), ["/referentiels/"])
    cress = person().hold_session(factories.manager())
    look_at(
        cress,
        [
            "/referentiels/",
            "/referentiels/proposer/",
            *(found.get_absolute_url() for found in (candidate, recognised, gone)),
            f"{candidate.get_absolute_url()}modifier/",
            f"/affaires/{candidate.pk}/pieces/",
            f"/affaires/{candidate.pk}/historique/",
            detail(filed, "?critere=practices"),
        ],
    )
    look_at(person().hold_session(people_of(preparing)), [detail(preparing)])
    follower = person().hold_session(people_of(filed))
    look_at(follower, [detail(filed), detail(filed, "principes/practices/")])


def test_the_charter_that_changed(person: NewPerson) -> None:
    accompanists_charter(("à jour de", "en règle avec"))
    look_at(person(), ["/charte/accompagnateurs/", "/charte/accompagnateurs/1/"])


def test_the_keyboard_meets_the_skip_link_first(person: NewPerson) -> None:
    visitor = person()
    visitor.go("/registre/")
    visitor.page.keyboard.press("Tab")
    expect(visitor.page.locator(".o-skip")).to_be_focused()
    expect(visitor.page.locator(".o-skip")).to_be_in_viewport()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.locator("main")).to_be_focused()


def test_the_fullest_menu_holds_in_the_narrowest_bar_that_shows_it(person: NewPerson) -> None:
    made = making.committee()
    everyone = factories.user("Marie-Antoinette", "de La Rochefoucauld-Doudeauville")
    factories.membership(everyone, factories.organisation())
    join_team(user=everyone, group=CressGroup.INSTRUCTOR, actor=factories.SYSTEM)
    appoint(
        user=everyone,
        college=made.body.colleges.earliest("position"),
        starts_on=timezone.localdate(),
        actor=made.cress,
    )
    page = person().hold_session(everyone).go("/verifier/")
    assert page.locator(".o-nav li").count() == 10
    page.set_viewport_size({"width": 1200, "height": 900})
    expect(page.locator(".o-nav")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1200
    menu, tools = (page.locator(part).bounding_box() for part in (".o-nav ul", ".o-tools"))
    assert menu
    assert tools
    assert menu["x"] + menu["width"] <= tools["x"]


def test_someone_new(person: NewPerson) -> None:
    other = factories.organisation("Les Jardins du Layon")
    newcomer = person().hold_session(factories.user("Lou", "Garnier"))
    pages = ["/", "/dossiers/", "/taches/", "/notifications/", "/compte/email/"]
    pages.append("/organisations/nouvelle/")
    look_at(newcomer, [*pages, f"/organisations/{other.pk}/rejoindre/"])
    look_at(newcomer, [f"/organisations/{other.pk}/"], status=403)


def test_the_second_factor(person: NewPerson) -> None:
    """From its page, through the password that it asks for again, to codes in hand."""
    someone = person().sign_in(with_account(factories.user()).email)
    page = "/compte/double-authentification/"
    look_at(someone, [page, f"{page}application/"])
    someone.fill({"Mot de passe": factories.PASSWORD})
    someone.press("Confirmer")
    look_at(someone, [f"{page}cle/", f"{page}application/"])
    someone.fill({"Code montré": "000000"})
    someone.press("Activer l’application")
    examine(someone, f"{page}application/, refused")


def test_who_speaks_for_an_organisation(person: NewPerson) -> None:
    """Someone to verify, someone who contests, and the CRESS that answers both."""
    declared = factories.membership(factories.user(), factories.organisation(), verified=False)
    dossier = factories.dossier("submitted")
    contested = dossier.organisation
    claim = open_claim(
        organisation=contested,
        user=factories.user("Soizic", "Prigent"),
        function="Gérante",
        explanation="Élue en juin.",
        proof=extract("extrait.pdf"),
    )
    page, claimed = declared.organisation.get_absolute_url(), claim.get_absolute_url()
    look_at(person().hold_session(declared.user), ["/", page, f"{page}preuve/"])
    newcomer = person().hold_session(factories.user("Lou", "Garnier"))
    look_at(newcomer, [f"{contested.get_absolute_url()}contester/"])
    look_at(person().hold_session(claim.user), [claimed])
    direction = person().hold_session(factories.manager())
    verifying = f"/representants/{declared.pk}/"
    last = contested.memberships.get()
    pages = ["/", "/taches/", "/representants/", verifying, f"{verifying}ne-pas-confirmer/"]
    answers = [claimed, f"{claimed}accepter/", f"{claimed}refuser/"]
    look_at(direction, [*pages, *answers, f"/adhesions/{last.pk}/retirer/"])
    perform(last, "revoke", actor=Actor.of(factories.manager()), reason="Mandat terminé.")
    look_at(direction, [contested.get_absolute_url(), detail(dossier)])


def test_a_structure_preparing_its_dossier(person: NewPerson) -> None:
    dossier = factories.dossier("presented")
    someone = person().hold_session(people_of(dossier))
    organisation = f"/organisations/{dossier.organisation_id}/"
    look_at(
        someone,
        [
            "/",
            "/dossiers/",
            detail(dossier),
            detail(dossier, "signature/"),
            detail(dossier, "principes/practices/"),
            detail(dossier, "engagements/"),
            detail(dossier, "presentation/"),
            f"/affaires/{dossier.pk}/messages/",
            f"/affaires/{dossier.pk}/pieces/",
            f"/affaires/{dossier.pk}/historique/",
            detail(dossier, "abandon/"),
            detail(dossier, "verification/"),
            detail(dossier, "accompagnement/"),
            organisation,
            f"{organisation}inviter/",
            f"{organisation}modifier/",
            "/notifications/preferences/",
        ],
    )


def test_a_structure_asked_for_complements(person: NewPerson) -> None:
    dossier = factories.dossier("to_complete")
    post_message(dossier, author=dossier.assignee, body="Un mot.\nEt un autre.")
    someone = person().hold_session(people_of(dossier))
    look_at(someone, ["/taches/", detail(dossier), detail(dossier, "complements/")])


def test_a_structure_once_decided(person: NewPerson) -> None:
    granted, refused = factories.dossier("validated"), factories.dossier("refused")
    look_at(
        person().hold_session(people_of(granted)),
        ["/", detail(granted), detail(granted, "label/"), detail(granted, "accuse-de-reception/")],
    )
    look_at(
        person().hold_session(people_of(refused)),
        [detail(refused, "recours/"), detail(refused, "reprendre/")],
    )


def test_an_accompanist_preparing_its_application(person: NewPerson) -> None:
    made = accompanists.referencing()
    someone = factories.representative_of(made)
    accompanists.train(made, someone)
    write_mission(made, entry=accompanists.mission(), actor=Actor.of(someone))
    mission, trained = made.missions.get(), made.people.get()
    company = factories.organisation(legal_form="5710", esus=True)
    other = accompanists.referencing(org=company)
    browser = person().hold_session(someone)
    parts = ("organisation", "offre", "territoire", "personnes", "references", "engagements")
    look_at(
        browser,
        [
            "/",
            "/dossiers/referencement/",
            f"/dossiers/referencement/nouveau/{made.organisation_id}/",
            of(made),
            *(of(made, f"{part}/") for part in (*parts, "pieces", "verification", "signature")),
            of(made, f"personnes/{trained.pk}/"),
            of(made, "references/nouvelle/"),
            of(made, f"references/{mission.pk}/"),
            "/charte/accompagnateurs/",
        ],
    )
    look_at(person().hold_session(people_of(other)), [of(other, "organisation/")])
    browser.go(of(made, "territoire/"))
    browser.fill({"Ailleurs en France": "Genève"})
    browser.press("Enregistrer", exact=True)
    expect(browser.page.locator(".o-errors")).to_be_focused()
    examine(browser, "a department refused")


def test_an_application_to_the_annuaire_filed_and_decided(person: NewPerson) -> None:
    asked = accompanists.referencing("under_instruction")
    granted = accompanists.referencing("validated")
    waiting = accompanists.referencing("to_complete")
    mission = asked.missions.get()
    assert asked.assignee
    look_at(
        person().hold_session(asked.assignee),
        [
            "/dossiers/referencement/instruction/",
            f"{of(asked)}?critere=experience",
            of(asked, "entier/"),
            of(asked, f"references/{mission.pk}/contact/"),
            of(asked, "demander-des-complements/"),
        ],
    )
    look_at(
        person().hold_session(people_of(granted)),
        [of(granted), of(granted, "accuse-de-reception/")],
    )
    look_at(person().hold_session(people_of(waiting)), [of(waiting), of(waiting, "complements/")])


def of(made: Referencing, page: str = "") -> str:
    return f"{made.get_absolute_url()}{page}"


def test_a_form_refused(person: NewPerson) -> None:
    dossier = factories.dossier("committed")
    someone = person().hold_session(people_of(dossier))
    someone.go(detail(dossier, "presentation/"))
    someone.field("Date de l’assemblée générale").fill("2999-01-01")
    someone.press("Enregistrer les informations")
    expect(someone.page.locator(".o-errors")).to_be_focused()
    examine(someone, "a refused form")


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
        ],
    )


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


def test_the_structure_needs_no_script(person: NewPerson) -> None:
    """From evidence to filing with forms alone."""
    dossier = factories.dossier("presented")
    someone = person(java_script_enabled=False).hold_session(people_of(dossier))
    factories.fill(dossier, people_of(dossier))
    page = someone.page
    someone.go(detail(dossier, "principes/practices/"))
    someone.field("Ce que fait votre structure").fill("Vingt pratiques, décrites sans script.")
    someone.field("Ajouter des pièces").set_input_files([pdf("note.pdf")])
    someone.press("Enregistrer", exact=True)
    expect(page.get_by_text("Enregistré.")).to_be_visible()
    page.locator("summary", has_text="Retirer note.pdf").click()
    page.get_by_role("listitem").filter(has_text="note.pdf").get_by_role("button").click()
    expect(page.get_by_text("Pièce retirée : note.pdf.").first).to_be_visible()
    names = set(attachments_of(dossier, "principle:practices").values_list("name", flat=True))
    assert names == {"photo.jpg"}
    someone.press("Remettre note.pdf")
    expect(page.get_by_text("Pièce remise : note.pdf.")).to_be_visible()
    expect(page.get_by_role("link", name="note.pdf")).to_be_visible()
    someone.press("Revenir au dossier")
    page.locator("summary", has_text="Écrire à la CRESS").click()
    someone.field("Votre message").fill("Un message sans script.")
    someone.press("Envoyer le message")
    expect(page.locator("#echanges")).to_contain_text("Un message sans script.")
    someone.press("Vérifier et déposer")
    someone.press("Déposer le dossier")
    expect(page.get_by_text("Dossier déposé.")).to_be_visible()
    page.set_viewport_size(PHONE)
    someone.button("Menu", within="header").click()
    someone.press("Mes dossiers", within="header")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mes dossiers")
