"""Another story: a label is checked by a third party, then it ends, and all see it at once."""

from io import BytesIO
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp
from django.core.management import call_command
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from directory.annuaire.models import Listing
from directory.people.models import User
from directory.recognitions.codes import shown
from directory.recognitions.models import Recognition
from directory.removals.models import LogoRemoval
from labelling.dossiers.models import Dossier
from tests import factories, sanctions
from tests.browser.fixtures import NewPerson
from tests.browser.people import Person, with_account
from tests.browser.serving import Site
from tests.browser.uploads import jpeg
from tests.directory.making import listing
from tests.scenes import recognitions
from tests.scenes.reviews import decided
from workflows.presentation.french import format_date

pytestmark = [pytest.mark.browser, pytest.mark.scenario, pytest.mark.django_db(transaction=True)]

VALID, WITHDRAWN = "Ce label est valide", "Ce label a été retiré"


def test_a_label_is_checked_by_anybody_until_it_is_withdrawn(person: NewPerson, site: Site) -> None:
    label = recognitions.label()
    holder = person().sign_in(with_account(representative_of(label)).email)
    third_party = person()
    scanned = scanned_on(certificate_of(holder, label))
    for check in (by_scan, by_typed_code, by_number):
        check(third_party, label, scanned, VALID)
    bright = badge_on(third_party, label)

    director = with_account(factories.manager())
    decided(label, "withdraw_recognition")

    for check in (by_scan, by_typed_code, by_number):
        check(third_party, label, scanned, WITHDRAWN)
    listed_as(third_party, label, "Retiré")
    assert badge_on(third_party, label) != bright
    no_longer_offered(holder, label)
    assert "logo" in str(site.letter(holder_address(label), "Retirez le logo OSE").body)
    remove_logo(holder, label)
    confirm_removal(person().sign_in(director.email), label)
    site.settled()
    call_command("verify_history")


def test_a_listing_leaves_the_annuaire_as_soon_as_it_is_withdrawn(
    person: NewPerson, site: Site
) -> None:
    kept, withdrawn = listing("Coopérative des Rives"), listing("Atelier des Haies")
    visitor = person()
    for found in (kept, withdrawn):
        expect(visitor.go("/annuaire/").locator("main")).to_contain_text(name_of(found))
    gone: Recognition = withdrawn.recognition
    bright = badge_on(visitor, gone)

    sanctions.withdraw(gone, reason="Plus d’agrément.")

    page = visitor.go("/annuaire/")
    expect(page.locator("main")).to_contain_text(name_of(kept))
    expect(page.locator("main")).not_to_contain_text(name_of(withdrawn))
    visitor.go(f"/annuaire/{gone.number}/")
    expect(page.locator(".verdict")).to_contain_text("a été retiré")
    expect(page.locator("main")).to_contain_text(f"le {format_date(timezone.localdate())}")
    assert badge_on(visitor, gone) != bright
    assert gone.logo_removals.get().state == "asked"
    site.settled()


def name_of(found: Listing) -> str:
    return found.recognition.organisation.name


def representative_of(label: Recognition) -> User:
    return factories.representative_of(Dossier.objects.get(pk=label.case_id))


def holder_address(label: Recognition) -> str:
    return representative_of(label).email


def certificate_of(holder: Person, label: Recognition) -> bytes:
    """Downloaded from the page of the organisation, as its people do."""
    holder.go(label.organisation.get_absolute_url())
    holder.press("Certificat et logo")
    expect(holder.button("Télécharger le certificat")).to_be_visible()
    # Of a page that still loads when a file is asked for, the end is never heard of.
    holder.page.wait_for_load_state()
    with holder.page.expect_download() as download:
        holder.press("Télécharger le certificat")
    return download.value.path().read_bytes()


def scanned_on(certificate: bytes) -> str:
    """The path that the QR code of the printed page leads to."""
    printed = pypdfium2.PdfDocument(certificate)[0].render(scale=2).to_pil()
    (code,) = zxingcpp.read_barcodes(printed)
    return urlsplit(code.text).path


def by_scan(person: Person, label: Recognition, scanned: str, said: str) -> None:
    says(person, scanned, label, said)


def by_typed_code(person: Person, label: Recognition, scanned: str, said: str) -> None:
    person.go("/verifier/")
    person.field("Numéro").fill(shown(label.code).lower())
    person.press("Vérifier", exact=True)
    says(person, "", label, said)


def by_number(person: Person, label: Recognition, scanned: str, said: str) -> None:
    person.go("/verifier/")
    person.field("Numéro").fill(label.number.lower().replace("-", " "))
    person.press("Vérifier", exact=True)
    says(person, "", label, said)


def says(person: Person, path: str, label: Recognition, said: str) -> None:
    if path:
        person.go(path)
    expect(person.page.locator(".verdict")).to_contain_text(said)
    expect(person.page.get_by_role("heading", level=1)).to_have_text(label.organisation.name)


def listed_as(person: Person, label: Recognition, word: str) -> None:
    """On the register, found by name."""
    person.go("/registre/")
    person.page.get_by_role("searchbox").fill(label.organisation.name)
    person.press("Chercher")
    row = person.page.get_by_role("row", name=label.organisation.name)
    expect(row).to_contain_text(label.number)
    expect(row).to_contain_text(word)


def badge_on(person: Person, label: Recognition) -> bytes:
    """What the site of the organisation shows of it, as an image that opens."""
    answer = person.page.request.get(f"/verifier/{label.code}/badge/clair-160.png")
    assert answer.ok
    drawn: bytes = answer.body()
    with Image.open(BytesIO(drawn)) as image:
        image.verify()
    return drawn


def no_longer_offered(holder: Person, label: Recognition) -> None:
    """Neither certificate nor permission, on the page of what a label gives."""
    page = holder.go(f"/identite-visuelle/{label.number}/")
    expect(page.locator("main")).to_contain_text(WITHDRAWN)
    expect(holder.button("Télécharger le certificat")).to_have_count(0)


def remove_logo(holder: Person, label: Recognition) -> None:
    """From there, the structure shows that the logo is gone."""
    holder.press("montrez-le à la CRESS")
    holder.shoot("retrait-du-logo")
    holder.press("Montrer que le logo est retiré")
    holder.field("Ce que vous avez retiré").fill("Le site et la vitrine.")
    holder.page.get_by_label("Photos ou captures").set_input_files([jpeg("vitrine.jpg")])
    holder.press("Envoyer à la CRESS")
    expect(holder.page.get_by_text("Preuve envoyée.")).to_be_visible()


def confirm_removal(cress: Person, label: Recognition) -> None:
    """The CRESS finds it among the removals, looks, and confirms."""
    cress.go("/retraits/")
    cress.press(label.organisation.name)
    expect(cress.page.get_by_role("link", name="vitrine.jpg")).to_be_visible()
    cress.press("Confirmer le retrait")
    cress.press("Confirmer le retrait")
    expect(cress.page.get_by_text("Retrait confirmé.")).to_be_visible()
    assert LogoRemoval.objects.get(recognition=label).state == "confirmed"
