"""One story, in a browser, from an account to a label: the eight steps of the first issue."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from directory.charters import demo_charter
from directory.charters.enums import CharterKind
from directory.charters.models import CharterVersion
from tests import factories
from tests.browser.fixtures import NewPerson
from tests.browser.people import Person, with_account
from tests.browser.serving import Site
from tests.committee import making
from tests.scenarios import committee_acts, cress_acts, public_acts, structure_acts
from tests.scenarios.structure_acts import NAME

pytestmark = [pytest.mark.browser, pytest.mark.scenario, pytest.mark.django_db(transaction=True)]

OFFICIAL_CHARTER = settings.BASE_DIR.parent / "shared" / "seeds" / "charte-ose-structures.txt"
DOMINIQUE, CAMILLE = "dominique@exemple.fr", "camille@exemple.fr"


def charter_file() -> Path:
    """The official text where it stands beside the repository, else the demo's."""
    return OFFICIAL_CHARTER if OFFICIAL_CHARTER.exists() else demo_charter.OF_STRUCTURES.path


def test_a_structure_earns_its_label(person: NewPerson, site: Site) -> None:
    call_command("load_charter", str(charter_file()), "--in-force")
    siren = factories.siren()
    sacha = person().sign_in(with_account(factories.instructor()).email)
    dominique, number = engage_and_submit(person, siren, sacha)
    lou = person()
    structure_acts.ask_to_join(lou, siren)
    instruct(sacha, dominique, number)
    label = decide(person)
    structure_acts.see_label(dominique, label)
    public_acts.find_in_register(person(), NAME, label)
    structure_acts.open_own_dossier(dominique)
    cress_acts.find(sacha, number)
    for reader in (dominique, sacha):
        structure_acts.read_history(reader)
    site.settled()
    call_command("verify_history")


def engage_and_submit(person: NewPerson, siren: str, sacha: Person) -> tuple[Person, str]:
    """Steps 1 to 4; `sacha` confirms who represents the structure.

    Returns the legal representative, and the dossier's number.
    """
    charter = CharterVersion.objects.in_force(CharterKind.STRUCTURES)
    assert charter is not None
    dominique, camille = person(), person()
    dominique.go("/compte/signup/")
    structure_acts.sign_up(dominique, "Dominique", "Lebreton", DOMINIQUE)
    structure_acts.declare(dominique, siren)
    structure_acts.invite(dominique, CAMILLE)
    structure_acts.accept_invitation(camille, CAMILLE)
    structure_acts.open_dossier(dominique)
    structure_acts.wait_to_sign(dominique)
    cress_acts.confirm_representative(sacha, "Dominique Lebreton")
    assert NAME in str(dominique.site.letter(DOMINIQUE, "Vous représentez").body)
    structure_acts.sign_charter(dominique, charter.digest)
    structure_acts.give_all_evidence_but_one(camille)
    structure_acts.present(dominique)
    structure_acts.be_refused_the_filing(dominique)
    number = structure_acts.submit(dominique, timezone.localdate().year)
    assert number in str(camille.site.letter(CAMILLE, "est déposé").body)
    return dominique, number


def instruct(sacha: Person, dominique: Person, number: str) -> None:
    """Step 5."""
    cress_acts.take_charge(sacha, number)
    cress_acts.write(sacha, "Voici un modèle de plan d’actions.")
    structure_acts.answer_message(dominique, "Merci, nous le suivons.")
    cress_acts.ask_complement(sacha)
    structure_acts.answer_complements(dominique)
    cress_acts.assess(sacha)


def decide(person: NewPerson) -> str:
    """Step 6. Returns the number of the label."""
    made = making.committee(5)
    users = [with_account(mandate.user) for mandate in made.mandates]
    charlie = person().sign_in(with_account(made.director).email)
    url = cress_acts.plan_session(charlie, chair=users[0].get_full_name())
    members = [person().sign_in(user.email) for user in users]
    return committee_acts.deliberate(members, url)
