"""Three years of two labels, in the browser with the clock moved: one renewed, one forgotten."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from directory.delays.calendar import months_before
from directory.people.models import User
from directory.recognitions.models import Recognition
from directory.removals.models import LogoRemoval
from labelling.dossiers.models import Dossier
from labelling.exchanges.operations import exchange_window
from tests import factories
from tests.browser.fixtures import NewPerson
from tests.browser.people import Person
from tests.browser.serving import Site
from tests.committee import making as committees
from tests.directory.making import noon
from tests.labelling.renewal import making
from tests.scenarios.committee_acts import cast
from workflows.background.ticking import run_tick
from workflows.models import Case

pytestmark = [pytest.mark.browser, pytest.mark.scenario, pytest.mark.django_db(transaction=True)]

PATIENCE = 30_000  # milliseconds
VALIDATED_ON = date(2027, 3, 31)
RESULTS, FIGURES = "Huit actions sur dix.", "61 membres, 14 salariés."
PROGRESS, ANSWER = "Six actions sur dix.", "Continuez ainsi."


@pytest.fixture
def held() -> Recognition:
    """A label that a committee granted on VALIDATED_ON."""
    with time_machine.travel(noon(VALIDATED_ON), tick=True):
        return making.labelled()


@contextmanager
def on(day: date, site: Site, anybody: Person, *present: tuple[Person, User]) -> Iterator[None]:
    """That day, once time has done its work and the letters have left; those present are signed
    in, and at home. Every page is left before the clock moves: no session outlives its day."""
    with time_machine.travel(noon(day), tick=True):
        run_tick(noon(day))
        site.settled()
        for person, user in present:
            # So many pages, one after the other: a machine under load is given its time.
            person.context.set_default_timeout(PATIENCE)
            person.hold_session(user).go("/")
        yield
        browser = anybody.context.browser
        assert browser is not None
        for page in [page for context in browser.contexts for page in context.pages]:
            page.goto("about:blank")


def register_says(visitor: Person, held: Recognition, words: str) -> None:
    visitor.go(held.get_absolute_url())
    expect(visitor.page.locator(".verdict")).to_contain_text(words)


def bell_says(person: Person, words: str) -> None:
    person.go(reverse("notifications:list"))
    expect(person.page.locator("main")).to_contain_text(words)


def test_it_is_followed_renewed_and_never_stops(
    person: NewPerson, site: Site, held: Recognition
) -> None:
    holder, reader = making.holder(held), factories.instructor()
    structure, cress, visitor = person(), person(), person()
    asked_on, _ = exchange_window(held.valid_from)
    with on(asked_on, site, visitor, (structure, holder), (cress, reader)):
        register_says(visitor, held, "Ce label est valide")
        report_at_mid_term(structure, str(site.letter(holder.email, "mi-parcours").subject))
        read_the_report(cress, held)
        site.settled()
        assert site.letter(holder.email, "a lu votre échange")
    with on(months_before(held.valid_until, 12), site, visitor, (structure, holder)):
        assert site.letter(holder.email, "renouvelez-le")
        bell_says(structure, "renouvelez-le")
        made = open_the_renewal(structure, held, holder)
        file_it(structure, made)
    with on(months_before(held.valid_until, 5), site, visitor):
        following = validate(made, person)
    assert following.valid_from == held.valid_until
    with on(held.valid_until - timedelta(days=1), site, visitor):
        register_says(visitor, held, "Ce label est valide")
    with on(held.valid_until, site, visitor):
        register_says(visitor, held, "Ce label a été renouvelé")
        register_says(visitor, following, "Ce label est valide")
        call_command("verify_history")


def report_at_mid_term(structure: Person, subject: str) -> None:
    """Asked by a letter, found in « Mes tâches », sent."""
    assert "où en êtes-vous" in subject
    bell_says(structure, "mi-parcours")
    structure.press("Mes tâches", within="header")
    structure.press("Faire le point à mi-parcours")
    expect(structure.page.get_by_role("heading", level=1)).not_to_have_text("Mes tâches")
    structure.press("Faire le point", exact=True)
    structure.fill({"Ce qui a été fait": PROGRESS, "Vos chiffres": FIGURES})
    structure.press("Envoyer à la CRESS")
    expect(structure.page.locator("main")).to_contain_text(PROGRESS)


def read_the_report(cress: Person, held: Recognition) -> None:
    cress.go(reverse("labelling:exchanges"))
    cress.press(held.organisation.name)
    expect(cress.page.locator("main")).to_contain_text(PROGRESS)
    cress.press("Répondre", exact=True)
    cress.fill({"Votre réponse": ANSWER})
    cress.press("Envoyer la réponse")
    expect(cress.page.locator("main")).to_contain_text(ANSWER)


def open_the_renewal(structure: Person, held: Recognition, holder: User) -> Dossier:
    """By one button, from the home page; what the former dossier said is there already."""
    structure.go("/")
    structure.press("Préparer le renouvellement")
    structure.press("Ouvrir le renouvellement")
    expect(structure.page).to_have_url(re.compile(r"/signature/$"))
    made = Dossier.objects.get(renews=held)
    structure.go(f"{made.get_absolute_url()}principes/stakeholders/")
    expect(structure.field("Ce que fait votre structure")).to_have_value(
        made.evidence.get(principle="stakeholders").text
    )
    factories.sign(made, holder)
    factories.present(made, holder)
    return made


def file_it(structure: Person, made: Dossier) -> None:
    """The report of the period is the last thing asked; what has changed is shown."""
    structure.go(made.get_absolute_url())
    structure.press("Écrire le bilan de la période")
    structure.fill({"Ce que votre plan": RESULTS, "Vos chiffres": FIGURES})
    structure.press("Enregistrer", exact=True)
    expect(structure.page.get_by_text("Enregistré.")).to_be_visible()
    changed = structure.go(reverse("labelling:renewal", args=[made.pk])).locator("main")
    for words in (RESULTS, PROGRESS, ANSWER):
        expect(changed).to_contain_text(words)
    structure.go(made.get_absolute_url())
    structure.press("Vérifier et déposer")
    structure.press("Déposer le dossier")
    expect(structure.page.get_by_text("Dossier déposé.")).to_be_visible()


def validate(made: Dossier, person: NewPerson) -> Recognition:
    """Instructed, then decided by a committee whose room says what it is about."""
    made.refresh_from_db()
    representative = factories.representative_of(made)
    factories.STEPS["take_charge"](made, representative)
    factories.STEPS["assess"](made, representative)
    found = committees.committee()
    item = committees.voting(found, Case.objects.get(pk=made.pk))
    committees.cast(found, item, "for", "for", "for", "for")
    member = person().hold_session(found.mandates[4].user)
    member.go(reverse("committee:room", args=[item.session_id]))
    expect(member.page.locator("main")).to_contain_text(f"Renouvellement du label {made.renews}")
    cast(member, "Pour")
    committees.decide(found, item)
    return Recognition.objects.get(case=made.pk)


def test_it_is_forgotten_and_its_logo_goes(
    person: NewPerson, site: Site, held: Recognition
) -> None:
    holder, checker = making.holder(held), factories.instructor()
    structure, cress, visitor = person(), person(), person()
    for months in (12, 9, 6, 3, 1):
        with on(months_before(held.valid_until, months), site, visitor):
            assert site.letter(holder.email, "prend fin")
    with on(held.valid_until, site, visitor):
        register_says(visitor, held, "Ce label est valide")
    with on(
        held.valid_until + timedelta(days=1), site, visitor, (structure, holder), (cress, checker)
    ):
        register_says(visitor, held, "Ce label a expiré")
        assert site.letter(holder.email, "fin de validité")
        bell_says(structure, "fin de validité")
        structure.press("Mes tâches", within="header")
        structure.press("Montrer que le logo est retiré")
        expect(structure.page.get_by_role("heading", level=1)).to_have_text("Retrait du logo")
        structure.press("Montrer que le logo est retiré")
        structure.fill({"Ce que vous avez retiré": "La vitrine et le site."})
        structure.press("Envoyer à la CRESS")
        expect(structure.page.get_by_role("heading", name="La CRESS regarde")).to_be_visible()
        cress.go(LogoRemoval.objects.get(recognition=held).get_absolute_url())
        cress.press("Confirmer le retrait")
        expect(cress.page.get_by_role("heading", level=1)).to_have_text("Confirmer le retrait")
        cress.press("Confirmer le retrait")
        expect(cress.page.get_by_role("heading", name="Le logo est retiré")).to_be_visible()
        call_command("verify_history")
