"""The pages of complaints, of whoever complains and of those who handle them: see `looking`."""

import pytest
from playwright.sync_api import expect

from labelling.oversight.complaints.enums import About
from labelling.oversight.complaints.enums import ComplaintState as S
from labelling.oversight.complaints.operations import say
from labelling.oversight.identities.models import Opening
from labelling.oversight.identities.operations import agree
from tests import factories
from tests.browser.fixtures import NewPerson
from tests.browser.looking import examine, look_at
from tests.committee.making import committee
from tests.files import pdf
from tests.labelling.oversight.complaining import MARIE, complaint, lodged
from workflows.actors import Actor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_whoever_complains(person: NewPerson) -> None:
    made = lodged(identity=MARIE, copies=[pdf()])
    handler, other = Actor.of(factories.instructor()), Actor.of(factories.manager())
    say(made.complaint, "ask", words="Où était-ce ?", actor=handler)
    say(made.complaint, "ask_identity", words="Vérifier un document.", actor=handler)
    agree(Opening.objects.select_related("complaint").get(), actor=other)
    visitor = person()
    look_at(visitor, ["/reclamations/nouvelle/", "/reclamations/suivi/"])
    visitor.go("/reclamations/nouvelle/")
    visitor.press("Envoyer la réclamation")
    expect(visitor.page.locator(".o-errors")).to_be_focused()
    examine(visitor, "a complaint refused")
    visitor.go("/reclamations/suivi/")
    visitor.field("Votre reçu").fill(made.receipt)
    visitor.press("Ouvrir")
    expect(visitor.page.locator("h1")).to_have_text("Votre réclamation")
    examine(visitor, "a complaint followed")


def test_those_who_handle_them(person: NewPerson) -> None:
    handler, other = factories.instructor(), factories.manager()
    made = complaint(S.ADMISSIBLE, identity=MARIE, copies=[pdf()])
    complaint(S.ANSWERED)
    say(made, "ask_identity", words="Vérifier un document.", actor=Actor.of(handler))
    opening = Opening.objects.get()
    page = made.get_absolute_url()
    cress = person().hold_session(handler)
    look_at(cress, ["/reclamations/", "/reclamations/?etat=terminees", page, f"{page}reponse/"])
    second = person().hold_session(other)
    asked = opening.get_absolute_url()
    look_at(second, [asked, f"{asked}refuser/"])
    second.go(asked)
    second.press("Accepter la lecture")
    second.press("Lire l’identité")
    expect(second.page.locator("main")).to_contain_text(MARIE.name)
    examine(second, "an identity read")


def test_the_chair(person: NewPerson) -> None:
    seats = committee()
    made = lodged(About.SCHEME).complaint
    chair = person().hold_session(seats.chair.user)
    look_at(chair, ["/reclamations/", "/taches/", made.get_absolute_url()])
