"""The direction takes labels up in a browser: a wrong file, one to correct, then the right one."""

import pytest
from playwright.sync_api import FilePayload, expect

from directory.imports.models import ImportDraft
from directory.recognitions.models import Recognition
from tests import factories
from tests.browser.fixtures import NewPerson
from tests.directory.imports.making import HEADINGS, row, text
from tests.threads import eventually

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OWN = ["Réf. du label", *HEADINGS[1:]]


def csv(content: str) -> FilePayload:
    return {"name": "labels.csv", "mimeType": "text/csv", "buffer": content.encode("latin-1")}


def test_a_wrong_file_one_to_correct_and_the_right_one(person: NewPerson) -> None:
    factories.charter_version()
    direction = person().hold_session(factories.manager())
    page = direction.page
    page.goto("/labels/reprendre/")
    file = page.get_by_label("Votre fichier")
    file.set_input_files({"name": "labels.pdf", "mimeType": "text/csv", "buffer": b"%PDF-1.4"})
    direction.press("Lire ce fichier")
    expect(page.locator(".o-errors")).to_be_focused()
    expect(page.locator("main")).to_contain_text("Envoyez un fichier CSV ou un classeur XLSX")
    file.set_input_files(csv("x" * (6 * 1024 * 1024)))  # said before it travels
    expect(page.get_by_role("alert").filter(has_text="la limite est de 5")).to_be_visible()

    good = [row(1), row(2)]
    file.set_input_files(csv(text(row(1, starts="31/02/2024"), good[1], headings=OWN)))
    direction.press("Lire ce fichier")
    expect(page.locator("main")).to_contain_text("Dites plus bas où est cette colonne")
    page.get_by_label("Numéro").select_option(label=f"A. {OWN[0]} ({good[0][0]})")
    direction.press("Enregistrer les colonnes")
    expect(page.get_by_role("row").filter(has_text="n’existe pas dans le")).to_contain_text(
        "Ligne 2"
    )
    direction.press("Oublier ce fichier")

    # The columns are those that were said of these headings.
    page.get_by_label("Votre fichier").set_input_files(csv(text(*good, headings=OWN)))
    direction.press("Lire ce fichier")
    page.locator("main .btn-primary").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2 labels repris", timeout=30_000)
    eventually(lambda: ImportDraft.objects.filter(taken_up__isnull=False, file=None).exists())
    assert Recognition.objects.count() == 2
