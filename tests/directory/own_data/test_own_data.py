"""A person takes away all that is theirs, and nothing that is somebody else's."""

import json
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone

from directory.own_data.registry import sections
from directory.people.models import User
from labelling.oversight.complaints.enums import ComplaintState
from notifications.bells.models import Notification
from notifications.letters.models import Delivery
from tests import factories
from tests.committee import making
from tests.files import pdf, pdf_bytes
from tests.labelling.browsing import client_of
from tests.labelling.oversight.complaining import complaint
from workflows.correspondence.operations import attachments_of, post_message
from workflows.models import Attachment, ScanStatus

pytestmark = pytest.mark.django_db
PAGE = "/compte/mes-donnees/"
ARCHIVE = f"{PAGE}donnees.zip"


def archive_of(user: User) -> ZipFile:
    answer = client_of(user).get(ARCHIVE)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    return ZipFile(BytesIO(b"".join(answer)))


def data_of(user: User) -> Any:
    return json.loads(archive_of(user).read("donnees.json"))


def test_the_shape_is_the_one_that_is_documented() -> None:
    told = data_of(factories.user("Lou", "Garnier"))
    assert list(told) == ["format", "version", "made_at", "person", "sections", "acts", "files"]
    assert (told["format"], told["version"]) == ("ose-donnees-personnelles", 1)
    assert list(told["sections"]) == [section.key for section in sections()]
    assert told["person"]["last_name"] == "Garnier"
    # Each name is for ever: what others read must not go.
    assert {
        "addresses", "factors", "names", "memberships", "claims", "invitations_received",
        "invitations_sent", "team", "interests", "signatures", "messages", "in_charge",
        "label_imports", "reference_checks", "urgent_suspensions", "findings", "conformity_files",
        "filters", "calendar_links", "mandates", "attendances", "recusals", "ballots",
        "notifications", "letters", "digests", "address_flags", "preferences",
        "preference_changes", "letter_acts",
    } <= set(told["sections"])  # fmt: skip


def test_what_one_wrote_signed_and_sent_and_nothing_of_others() -> None:
    dossier = factories.dossier("under_instruction")
    mine, other = factories.representative_of(dossier), dossier.assignee
    assert other is not None
    post_message(dossier, author=mine, body="Voici le procès-verbal.", uploads=[pdf("pv.pdf")])
    post_message(dossier, author=other, body="Mot de l’instruction.", uploads=[pdf("autre.pdf")])
    archive = archive_of(mine)
    whole = archive.read("donnees.json").decode()
    told = json.loads(whole)
    assert [row["body"] for row in told["sections"]["messages"]] == ["Voici le procès-verbal."]
    assert [row["name"] for row in told["sections"]["signatures"]] == [str(mine)]
    assert told["sections"]["memberships"][0]["organisation"] == dossier.organisation.name
    assert archive.read("fichiers/pv.pdf") == pdf_bytes()
    kept = {file["sha256"]: file["path"] for file in told["files"]}
    sent = Attachment.objects.filter(uploaded_by=mine)
    assert len(told["files"]) == sent.count() >= 1
    assert set(kept.values()) <= set(archive.namelist())
    for stranger in (other.last_name, other.email, str(other.pseudonym), "Mot de l’instruction"):
        assert stranger not in whole
    assert "autre.pdf" not in "".join(archive.namelist())
    assert "submit" in [act["action"] for act in told["acts"]]
    assert attachments_of(dossier).filter(uploaded_by=other).exists()


def test_whoever_sits_takes_their_own_ballots_and_no_others() -> None:
    made = making.committee(5)
    voted = making.voting(made)
    making.cast(made, voted, "for", "against", "for", "abstention", "for")
    told = [data_of(mandate.user)["sections"] for mandate in made.mandates[:2]]
    assert [[row["choice"] for row in each["ballots"]] for each in told] == [["for"], ["against"]]
    assert told[1]["ballots"][0]["case"] == voted.case.reference
    assert [len(each["mandates"]) for each in told] == [1, 1]
    assert [row["present"] for row in told[0]["attendances"]] == [True]


def test_complaints_are_not_there() -> None:
    """Neither what was done about one, nor that one was in charge of it, nor told of it."""
    handled = complaint(ComplaintState.ANSWERED)
    actor = handled.history.latest().actor
    handler = User.objects.get(pseudonym=actor.removeprefix("user:"))
    told = {"user": handler, "event_key": "complaint.admit:1:1"}
    title = f"Réclamation {handled.reference}"
    Notification.objects.create(title=title, created_at=timezone.now(), **told)
    Delivery.objects.create(event={}, case=handled, made_at=timezone.now(), **told)
    whole = archive_of(handler).read("donnees.json").decode()
    assert str(handled.reference) not in whole
    assert "complaint" not in whole
    assert json.loads(whole)["sections"]["team"]


def test_a_file_that_the_scanner_keeps_is_named_and_stays() -> None:
    dossier = factories.dossier("presented")
    mine = factories.representative_of(dossier)
    post_message(dossier, author=mine, body="Une pièce.", uploads=[pdf("douteuse.pdf")])
    Attachment.objects.filter(name="douteuse.pdf").update(scan=ScanStatus.INFECTED)
    archive = archive_of(mine)
    told = json.loads(archive.read("donnees.json"))
    held = next(file for file in told["files"] if file["name"] == "douteuse.pdf")
    assert (held["path"], held["why_not"]) == (None, "L’antivirus l’a refusé.")
    assert not any("douteuse" in name for name in archive.namelist())


def test_two_files_of_one_name_are_both_there() -> None:
    dossier = factories.dossier("presented")
    mine = factories.representative_of(dossier)
    for words in ("Un.", "Deux."):
        post_message(dossier, author=mine, body=words, uploads=[pdf("../pv.pdf")])
    names = archive_of(mine).namelist()
    assert {"fichiers/pv.pdf", "fichiers/pv (2).pdf"} <= set(names)
    assert len(set(names)) == len(names)


def test_no_secret_leaves() -> None:
    mine = factories.user("Lou", "Garnier")
    mine.set_password("secret-de-lou-2026")
    mine.save()
    whole = archive_of(mine).read("donnees.json").decode()
    assert mine.password not in whole
    assert "salt" not in whole


def test_nobody_without_an_account_and_nobody_elses() -> None:
    lou, sam = factories.user("Lou", "Garnier"), factories.user("Sam", "Roy")
    assert Client().get(ARCHIVE).status_code == 302
    # There is no address of somebody else's: the one who is signed in is the only one asked about.
    answer = client_of(lou).get(f"{ARCHIVE}?user={sam.pk}&pk={sam.pk}")
    told = json.loads(ZipFile(BytesIO(b"".join(answer))).read("donnees.json"))
    assert told["person"]["email"] == lou.email


def test_the_page_and_the_word_beside_say_what_is_not_there() -> None:
    mine = factories.user("Lou", "Garnier")
    page = client_of(mine).get(PAGE).content.decode()
    words = archive_of(mine).read("LISEZ-MOI.txt").decode()
    for said in ("Les réclamations n’y sont pas", "pseudonyme", "Vos bulletins nominatifs"):
        assert said in page
        assert said in words
    assert "Lou Garnier" in words
