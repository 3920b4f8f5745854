"""The renewals in a calendar: what its secret link opens, and what another program reads of it."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from directory.accounts.operations import erase_person
from directory.people.enums import CressGroup
from directory.people.models import User
from directory.people.operations import leave_team
from labelling.desk.renewals.models import CalendarLink
from labelling.desk.renewals.operations import make_link, revoke_link
from tests import factories
from tests.committee import making as committees
from tests.directory.making import label
from tests.labelling.browsing import client_of
from tests.labelling.renewal import making
from tests.threads import at_once
from workflows.actors import Actor
from workflows.verdicts import Forbidden

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
PAGE = "/bureau/calendrier/"
READ = """
const ICAL = require(process.argv[1]);
const text = require("fs").readFileSync(0, "utf8");
const events = new ICAL.Component(ICAL.parse(text)).getAllSubcomponents("vevent");
console.log(JSON.stringify(events.map((found) => new ICAL.Event(found)).map((event) => [
  event.uid, event.summary, event.startDate.toString(), event.startDate.isDate,
])));
"""


@pytest.fixture(autouse=True)
def day() -> Iterator[None]:
    with making.day(TODAY):
        yield


def path_of(link: CalendarLink) -> str:
    return f"/bureau/calendrier/{link.secret}.ics"


def opened(link: CalendarLink) -> Any:
    """What a calendar gets, which is logged in nowhere."""
    return Client().get(path_of(link))


def what_is_missing() -> str:
    """Why the reader cannot run here, in French; empty when it can."""
    if not Path(os.environ.get("OSE_ICAL_JS", "")).is_file():
        return "OSE_ICAL_JS ne nomme pas de fichier ical.js"
    return "" if shutil.which("node") else "node est introuvable"


def read_back(text: str) -> list[list[Any]]:
    """The events as ical.js reads them: uid, summary, start, whether it is a whole day."""
    if missing := what_is_missing():
        outcome = pytest.fail if os.environ.get("REQUIRE_ICAL_JS") == "1" else pytest.skip
        outcome(missing)
    done = subprocess.run(
        ["node", "-e", READ, os.environ["OSE_ICAL_JS"]],
        input=text,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    found: list[list[Any]] = json.loads(done.stdout)
    return found


@pytest.mark.once
def test_another_program_reads_it_back() -> None:
    committees.planned(committees.committee(), in_days=100, waived="")  # 10 June 2026
    org = factories.organisation("L’Île ; aux, « Pommes »" + " et ses amis" * 9)
    kept = label(org, date(2024, 5, 2))
    link = make_link(actor=Actor.of(factories.instructor()))
    found = read_back(opened(link).text)
    assert found == [
        [
            f"fin-{kept.number}@127.0.0.1",
            f"Fin du label {kept.number}\u00a0: {org.name}",
            kept.valid_until.isoformat(),
            True,
        ],
        [
            f"depot-{kept.number}@127.0.0.1",
            f"Dernier dépôt utile\u00a0: {org.name}",
            "2026-05-21",
            True,
        ],
    ]


def test_a_link_opens_what_is_not_filed_yet() -> None:
    ending = label(factories.organisation("Bientôt"), date(2024, 5, 2))
    label(factories.organisation("Plus tard"), date(2026, 2, 2))
    answer = opened(make_link(actor=Actor.of(factories.instructor())))
    assert answer.headers["Content-Type"].startswith("text/calendar")
    assert ending.number in answer.text
    assert answer.text.count("BEGIN:VEVENT") == 1  # and no session in time for it


def test_it_is_sent_again_only_when_something_changed() -> None:
    link = make_link(actor=Actor.of(factories.instructor()))
    first = opened(link)
    again = Client().get(path_of(link), headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    label(factories.organisation("Bientôt"), date(2024, 5, 2))
    changed = Client().get(path_of(link), headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_a_link_that_never_was_is_not_found_and_one_that_was_is_gone() -> None:
    person = factories.instructor()
    link = make_link(actor=Actor.of(person))
    unknown = Client().get(f"/bureau/calendrier/{'0' * 64}.ics")
    assert (unknown.status_code, "n’existe pas" in unknown.text) == (404, True)
    assert revoke_link(actor=Actor.of(person))
    gone = opened(link)
    assert (gone.status_code, "a été révoqué" in gone.text) == (410, True)
    assert not revoke_link(actor=Actor.of(person))


def test_another_link_closes_the_one_before() -> None:
    person = factories.instructor()
    first, second = (make_link(actor=Actor.of(person)) for _ in range(2))
    assert (opened(first).status_code, opened(second).status_code) == (410, 200)


def test_it_closes_with_the_place_of_its_person_and_opens_for_nobody_else() -> None:
    person = factories.instructor()
    link = make_link(actor=Actor.of(person))
    leave_team(user=person, group=CressGroup.INSTRUCTOR, actor=Actor.of(factories.manager()))
    assert opened(link).status_code == 410
    with pytest.raises(Forbidden):
        make_link(actor=Actor.of(factories.user()))


def test_it_closes_with_the_account() -> None:
    person = factories.instructor()
    link = make_link(actor=Actor.of(person))
    User.objects.filter(pk=person.pk).update(is_active=False)
    assert opened(link).status_code == 410


def test_no_secret_is_kept(settings: Any) -> None:
    person = factories.instructor()
    link = make_link(actor=Actor.of(person))
    assert link.secret not in json.dumps(list(CalendarLink.objects.values()), default=str)
    page = client_of(person).get(PAGE).text
    assert path_of(link) in page
    former = path_of(link)
    settings.SECRET_KEY = "une autre clé, aussi longue que celle d’avant le changement"
    assert Client().get(former).status_code == 200  # it still opens
    page = client_of(person).get(PAGE).text
    assert "il ne peut plus être montré" in page
    assert former not in page


def test_buttons_make_replace_and_revoke() -> None:
    person = factories.instructor()
    browser = client_of(person)
    assert "Créer un lien" in browser.get(PAGE).text
    browser.post(f"{PAGE}lien/")
    made = CalendarLink.objects.get()
    assert path_of(made) in browser.get(PAGE).text
    browser.post(f"{PAGE}lien/revoquer/")
    assert opened(made).status_code == 410
    assert "Créer un lien" in browser.get(PAGE).text


def test_a_second_link_says_that_it_replaces_the_first() -> None:
    """Asked for from a page that showed none: another was made meanwhile, in another tab."""
    browser = client_of(factories.instructor())
    said = [browser.post(f"{PAGE}lien/", follow=True).text for _ in range(2)]
    assert "Votre lien d’agenda est créé." in said[0]
    assert "Il remplace celui que vous aviez" not in said[0]
    assert "Il remplace celui que vous aviez" in said[1]
    browser.post(f"{PAGE}lien/revoquer/")


def test_nothing_is_left_of_whoever_is_forgotten() -> None:
    person = factories.instructor()
    link = make_link(actor=Actor.of(person))
    leave_team(user=person, group=CressGroup.INSTRUCTOR, actor=Actor.of(factories.manager()))
    erase_person(person)
    assert opened(link).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_two_browsers_at_once_leave_one_link() -> None:
    actor = Actor.of(factories.instructor())
    made = at_once([partial(make_link, actor=actor)] * 4)
    assert CalendarLink.objects.filter(revoked_at=None).count() == 1
    assert sorted(opened(link).status_code for link in made) == [200, 410, 410, 410]
    assert timezone.localdate() == TODAY
