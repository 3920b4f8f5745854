"""The pages of the public, of the annuaire and of what a label gives, examined as all are."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from directory.logo.operations import adopt_logo
from directory.memberships.policies import representatives_of
from directory.removals.operations import show_removal
from notifications.preferences.links import stopping_path
from tests import factories, sanctions
from tests.browser.fixtures import NewPerson
from tests.browser.looking import detail, examine, look_at, people_of
from tests.directory.making import accompanists_charter, listing
from tests.files import logo
from tests.labelling.revisions import making
from workflows.actors import Actor
from workflows.engine import perform
from workflows.outbox.notices import Category

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
    sanctions.suspend(made.recognition)
    look_at(visitor, [page, f"/verifier/{made.recognition.code}/"])
    look_at(visitor, ["/annuaire/"])


def test_what_a_label_gives(person: NewPerson) -> None:
    dossier = factories.dossier("validated")
    granted = dossier.recognitions.get()
    holder = person().hold_session(people_of(dossier))
    page = f"/identite-visuelle/{granted.number}/"
    look_at(holder, [page])
    sanctions.suspend(granted)
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
        sanctions.suspend(label)
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


def test_the_revisions_of_a_charter(person: NewPerson) -> None:
    """For all, for the direction that conducts one, for a holder that answers."""
    making.in_force()
    dossier = factories.dossier("validated")
    director = factories.manager()
    revision = making.asked(Actor.of(director))
    page = revision.get_absolute_url()
    look_at(person(), ["/charte/revisions/", page])
    party = revision.parties.get()
    direction = person().hold_session(director)
    look_at(direction, [page, f"{page}avis/demander/", f"{page}avis/{party.pk}/"])
    look_at(person().hold_session(people_of(dossier)), [page, f"{page}votre-avis/"])
    perform(revision, "abandon", actor=Actor.of(director), reason="Une autre suit.")
    draft = making.revision(Actor.of(director)).get_absolute_url()
    look_at(
        direction,
        [
            "/charte/revisions/",
            "/charte/revisions/ouvrir/accompanists/",
            draft,
            f"{draft}texte/",
            f"{draft}consultation/",
        ],
    )


def test_the_link_of_a_letter(person: NewPerson) -> None:
    somebody = factories.user()
    link = stopping_path(somebody, [Category.MESSAGES])
    reader = person()
    look_at(reader, [link])
    reader.press("Ne plus recevoir ces e-mails")
    examine(reader, link)
    reader.press("Annuler, les recevoir comme avant")
    examine(reader, link)
    look_at(reader, ["/notifications/desabonnement/essai/"], status=404)
    look_at(person().hold_session(somebody), ["/notifications/preferences/"])
