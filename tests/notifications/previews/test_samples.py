"""Every kind of letter, in both its parts."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as site

from notifications.previews.samples import account_letters, kinds, notice_named, sample_of
from tests import factories
from workflows.mail.letters import Letter
from workflows.outbox.notices import all_notices

BASE = "https://ose.exemple.fr"
REMOTE = re.compile(r"<(img|link|script|iframe|object|form|video|audio)\b|url\(|@import|src=", re.I)
TEMPLATES = sorted(
    {(said.template, event) for event, told in all_notices().items() for said in told if said.email}
)


@pytest.fixture(autouse=True)
def outside(settings: Any) -> None:
    settings.OSE_BASE_URL = BASE


def check(letter: Letter) -> None:
    """What holds of any letter: one button, in our site, and nothing fetched from elsewhere."""
    assert letter.action
    assert not re.match(r"Voir\b|Cliquez", letter.action.label)
    assert letter.action.label[0].isupper()
    html, text = letter.html, letter.body
    assert not REMOTE.search(html)
    links = re.findall(r'href="([^"]*)"', html)
    assert links
    assert all(link.startswith(f"{BASE}/") for link in links), links
    assert sum('class="m-link"' not in tag for tag in re.findall(r"<a [^>]*>", html)) == 1
    assert f"{letter.action.label}\u00a0: {BASE}/" in text
    assert "None" not in text + html
    assert "\n\n\n" not in text
    for shown in (letter.subject, text):
        assert not re.search(r"[^\s]  +[^\s]", shown), shown
        assert not re.search(r"connecté\b|représentant légal\b|conseiller\b", shown), shown


@pytest.mark.django_db
@pytest.mark.parametrize(("template", "event"), TEMPLATES)
def test_every_notice_of_every_app_is_a_letter_in_two_parts(template: str, event: str) -> None:
    notice = notice_named(event, template)
    assert notice
    letter, real = sample_of(event, notice, reader=factories.user("Camille"))
    assert not real
    check(letter)
    assert "Bonjour Camille," in letter.html


@pytest.mark.parametrize("name", account_letters())
def test_so_are_the_letters_about_an_account(name: str) -> None:
    check(account_letters()[name])


def test_every_letter_about_an_account_is_known() -> None:
    folder = site.BASE_DIR / "templates"
    written = {
        path.name.removesuffix("_subject.txt")
        for place in ("account", "mfa", "directory")
        for path in (folder / place / "email").glob("*_subject.txt")
    }
    assert set(account_letters()) == written


def test_a_manager_finds_each_of_them_once() -> None:
    listed = [kind.notice.template for found in kinds().values() for kind in found]
    assert sorted(listed) == sorted({template for template, _ in TEMPLATES})


@pytest.mark.django_db
def test_a_real_case_serves_when_there_is_one() -> None:
    dossier = factories.dossier("to_complete")
    notice = notice_named("dossier.request_complements", "dossier_request_complements")
    assert notice
    assert dossier.reference
    letter, real = sample_of("dossier.request_complements", notice, reader=factories.user())
    assert real
    assert dossier.reference in letter.body
    assert letter.action
    assert letter.action.url == f"/dossiers/{dossier.pk}/complements/"


def everything_said() -> Iterator[str]:
    for path in (site.BASE_DIR / "templates/notifications/email").glob("*.txt"):
        yield path.read_text(encoding="utf-8")


def test_what_people_write_is_quoted() -> None:
    for text in everything_said():
        assert not re.search(r"\{\{ (reason|object\.(body|explanation)) \}\}\n", text), text
