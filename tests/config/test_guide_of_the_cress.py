"""The guide of the CRESS names pages that exist, under the titles that they have."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db
GUIDE = Path(settings.BASE_DIR) / "docs" / "guide-cress.md"
ROW = re.compile(r"^\| ([^|`]+) \| `(/[^`]*)` \|", re.MULTILINE)
QUOTED = re.compile(r"« ([^»]+) »")
# Words of a page, not its title: buttons, states, parts of it.
WORDS = {
    "Sans nouvelles",
    "Sans représentant",
    "Mes filtres",
    "Qui a quoi en charge",
    "Sans séance à temps",
    "Simuler",
    "Que faire",
    "Incertain",
    "expiré",
    "import",
}


def text() -> str:
    return GUIDE.read_text(encoding="utf-8")


def test_each_page_is_where_it_says_under_its_title() -> None:
    pages = ROW.findall(text())
    assert len(pages) > 10
    client = Client()
    client.force_login(factories.manager())
    titles = {path: re.findall(r"<h1[^>]*>([^<]*)", client.get(path).text) for _, path in pages}
    assert titles == {path: [title] for title, path in pages}


def test_each_page_that_it_speaks_of_is_in_its_list() -> None:
    listed = {title for title, _ in ROW.findall(text())}
    listed |= {"Mes e-mails", "Le dossier de conformité"}
    spoken_of = {" ".join(words.split()) for words in QUOTED.findall(text())}
    assert spoken_of - WORDS <= listed


def test_its_pictures_are_small() -> None:
    pictures = re.findall(r"!\[[^]]+\]\(([^)]+)\)", text())
    assert pictures
    for picture in pictures:
        assert (GUIDE.parent / picture).stat().st_size < 100_000, picture
