"""The page of the documentation that lists what each event says."""

import re
from pathlib import Path

from notifications.previews.catalogue import catalogue
from workflows.outbox.notices import all_notices

PAGE = Path(__file__).resolve().parents[3] / "docs" / "notifications.md"
OF_THE_TESTS = {"candidacies", "petitions", "toys"}


def parts_of(page: str) -> list[str]:
    """Its parts, without those of the apps that only the suite has."""
    parts = re.split(r"(?=^## )", page, flags=re.MULTILINE)
    return [part for part in parts if part.partition("\n")[0][3:] not in OF_THE_TESTS]


def test_the_page_is_what_the_apps_declare():
    assert parts_of(PAGE.read_text()) == parts_of(catalogue()), "manage.py notices writes it anew"


def test_every_notice_has_its_row_and_says_to_whom_it_goes():
    rows = re.findall(r"^\| `(\w+\.\w+)`<br>.*?\| \[(.+)\]\(.*?\) \| (.+?) \| ", catalogue(), re.M)
    assert len(rows) == sum(map(len, all_notices().values()))
    assert [name for name, _, whom in rows if whom.startswith("(")] == []
