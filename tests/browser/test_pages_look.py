"""The pages of those who ask and who apply, examined as all are: see `looking`."""

import os

import pytest
from playwright.sync_api import expect

from directory.representation.operations import open_claim
from labelling.referencing.models import Referencing
from labelling.referencing.operations import write_mission
from tests import factories
from tests.browser.fixtures import NewPerson
from tests.browser.looking import detail, examine, look_at, people_of
from tests.browser.markup import what_is_missing
from tests.browser.people import with_account
from tests.files import pdf as extract
from tests.labelling.referencing import making as accompanists
from workflows.actors import Actor
from workflows.correspondence.operations import post_message
from workflows.engine import perform

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_checker_of_html_is_there() -> None:
    """Without it, a skip that shows; where REQUIRE_VNU=1, a failure."""
    if missing := what_is_missing():
        outcome = pytest.fail if os.environ.get("REQUIRE_VNU") == "1" else pytest.skip
        outcome(missing)


def test_someone_new(person: NewPerson) -> None:
    other = factories.organisation("Les Jardins du Layon")
    newcomer = person().hold_session(factories.user("Lou", "Garnier"))
    pages = [
        "/",
        "/dossiers/",
        "/taches/",
        "/notifications/",
        "/compte/email/",
        "/compte/mes-donnees/",
    ]
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
