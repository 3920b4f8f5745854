"""The charter: read from a file, shown, signed, never altered."""

import hashlib
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from directory.charters import demo_charter
from directory.charters.charter_text import CharterTextError, find_parts, parse_charter
from directory.charters.enums import CharterKind, CharterVersionState, CommitmentKey, PrincipleKey
from directory.charters.models import CharterVersion
from tests import factories
from tests.directory.making import signature

# As a word processor gives it: notes inside, a list broken by blank lines, another list before.
LETTER = """Charte d’un réseau imaginaire
qui tient sur deux lignes

Le réseau a trois outils.

· un site

· un label

Pour porter le label, la structure s’engage à tenir ces principes :

· Se questionner
· Connaître ses parties prenantes
· Montrer ses pratiques
· Planifier
· Présenter en assemblée (voir la loi [footnoteRef:1]) et
  aux salariés [1:  La loi de 2014]

· Rester accessible

Durée :
Trois ans.
"""
OFFICIAL = Path(settings.BASE_DIR).parent / "shared/seeds/charte-ose-structures.txt"


def write(tmp_path: Path, text: str, name: str = "charte.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


def test_the_six_principles_are_found_in_order_without_their_notes() -> None:
    found = dict(find_parts(LETTER, CharterKind.STRUCTURES))
    assert list(found) == list(PrincipleKey)
    assert found[PrincipleKey.QUESTIONING] == "Se questionner"
    assert (
        found[PrincipleKey.PRESENTATION] == "Présenter en assemblée (voir la loi) et aux salariés"
    )
    assert found[PrincipleKey.ACCESSIBILITY] == "Rester accessible"


@pytest.mark.parametrize("bullet", ["•", "-", "–", "*", "▪", "1."])
def test_any_bullet_will_do(bullet) -> None:
    assert len(find_parts(LETTER.replace("·", bullet), CharterKind.STRUCTURES)) == 6
    assert len(find_parts(LETTER.replace("\n", "\r\n"), CharterKind.STRUCTURES)) == 6


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (LETTER.replace("· Planifier\n", ""), "compte 5 puces"),
        (LETTER.replace("· Planifier\n", "· Planifier\n· Agir\n"), "compte 7 puces"),
        (LETTER.replace("s’engage", "joue"), "introuvable"),
        ("", "introuvable"),
    ],
)
def test_a_text_without_its_six_commitments_is_refused(text, sentence) -> None:
    with pytest.raises(CharterTextError, match=sentence):
        find_parts(text, CharterKind.STRUCTURES)


def test_what_is_shown_calls_its_notes() -> None:
    reading = parse_charter(LETTER)
    assert reading.notes == (("1", "La loi de 2014"),)
    commitments = [block.lines for block in reading.blocks if block.is_list][1]
    assert commitments[4] == "Présenter en assemblée (voir la loi\u00a0[1]) et aux salariés"
    assert reading.blocks[0].lines == ("Charte d’un réseau imaginaire", "qui tient sur deux lignes")


@pytest.mark.django_db
def test_loading_keeps_the_exact_bytes_and_is_idempotent(tmp_path) -> None:
    path = write(tmp_path, "\ufeff" + LETTER.replace("\n", "\r\n"))
    call_command("load_charter", path)
    call_command("load_charter", path)
    version = CharterVersion.objects.get()
    assert version.title == "Charte d’un réseau imaginaire qui tient sur deux lignes"
    assert version.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert version.text.encode() == path.read_bytes()
    assert version.state == CharterVersionState.DRAFT
    assert version.principles.count() == 6

    call_command("load_charter", path, in_force=True)
    version.refresh_from_db()
    assert version.state == CharterVersionState.IN_FORCE


@pytest.mark.django_db
def test_a_new_text_takes_the_place_of_the_one_in_force(tmp_path) -> None:
    call_command("load_charter", write(tmp_path, LETTER), in_force=True)
    call_command("load_charter", demo_charter.OF_STRUCTURES.path, in_force=True)
    states = CharterVersion.objects.order_by("number").values_list("number", "state")
    assert list(states) == [(1, "superseded"), (2, "in_force")]
    with pytest.raises(CommandError, match="remplacée"):
        call_command("load_charter", write(tmp_path, LETTER), in_force=True)


@pytest.mark.django_db
def test_principles_may_be_given_apart(tmp_path) -> None:
    text = write(tmp_path, "Une charte sans puces.")
    with pytest.raises(CommandError, match="--principles"):
        call_command("load_charter", text)
    given = {key: f"Principe {key}" for key in PrincipleKey.values}
    apart = write(tmp_path, json.dumps(given), "principes.json")
    call_command("load_charter", text, principles=apart, title="Une charte")
    version = CharterVersion.objects.get()
    assert [principle.key for principle in version.principles.all()] == PrincipleKey.values
    given.pop("practices")
    with pytest.raises(CommandError, match="practices"):
        call_command(
            "load_charter", text, principles=write(tmp_path, json.dumps(given), "autre.json")
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "sentence"),
    [("Charte d’été".encode("latin-1", "replace"), "UTF-8"), (b"  \n", "vide"), (b"a\0b", "texte")],
)
def test_a_file_that_is_no_text_is_refused(tmp_path, content, sentence) -> None:
    path = tmp_path / "charte.txt"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("load_charter", path)
    with pytest.raises(CommandError, match="ne se lit pas"):
        call_command("load_charter", tmp_path / "absente.txt")
    assert not CharterVersion.objects.exists()


@pytest.mark.parametrize(
    "path",
    [
        demo_charter.OF_ACCOMPANISTS.path,
        pytest.param(
            OFFICIAL.with_name("charte-accompagnateurs.txt"),
            marks=pytest.mark.skipif(
                not OFFICIAL.exists(), reason="the official text is not beside this clone"
            ),
        ),
    ],
    ids=["demo", "official"],
)
@pytest.mark.django_db
def test_the_accompanists_charter_has_four_groups_of_commitments(path: Path) -> None:
    call_command("load_charter", path, charter=CharterKind.ACCOMPANISTS, title="Charte")
    groups = {
        part.key: part.text.split("\n") for part in CharterVersion.objects.get().principles.all()
    }
    assert list(groups) == list(CommitmentKey)
    assert all(len(lines) > 2 for lines in groups.values())
    assert groups[CommitmentKey.BELONGING][0].endswith(":")
    assert "charte à toute personne" in groups[CommitmentKey.LOYALTY][-1]


@pytest.mark.django_db
def test_a_charter_without_its_groups_is_refused(tmp_path) -> None:
    text = demo_charter.OF_ACCOMPANISTS.text.replace("Travailler avec", "travailler avec")
    with pytest.raises(CommandError, match="compte 3 groupes"):
        call_command("load_charter", write(tmp_path, text), charter=CharterKind.ACCOMPANISTS)


@pytest.mark.skipif(not OFFICIAL.exists(), reason="the official text is not beside this clone")
@pytest.mark.django_db
def test_the_official_text_is_understood() -> None:
    call_command("load_charter", OFFICIAL, in_force=True)
    version = CharterVersion.objects.get()
    assert version.digest == hashlib.sha256(OFFICIAL.read_bytes()).hexdigest()
    words = [principle.text for principle in version.principles.all()]
    starts = ["Un questionnement", "Un état", "Une identification", "Un plan", "Une présentation"]
    assert [text[: len(start)] for text, start in zip(words, starts, strict=False)] == starts
    assert words[5].startswith("Une accessibilité")
    assert not any("[" in text for text in words)


@pytest.mark.django_db
def test_anybody_reads_the_charter_and_recomputes_its_digest() -> None:
    client = Client()
    assert "Aucune charte en vigueur" in client.get(reverse("directory:charter")).content.decode()
    call_command("load_charter", demo_charter.OF_STRUCTURES.path, in_force=True)
    version = CharterVersion.objects.get()
    page = client.get(reverse("directory:charter")).content.decode()
    assert version.digest in page
    assert "Version <b>1</b>" in page
    text = client.get(reverse("directory:charter_text", kwargs={"number": 1}))
    assert hashlib.sha256(text.content).hexdigest() == version.digest
    assert text["Content-Disposition"].startswith("attachment")


@pytest.mark.django_db
def test_a_draft_is_not_published() -> None:
    call_command("load_charter", demo_charter.OF_STRUCTURES.path)
    for name in ("charter_version", "charter_text"):
        assert Client().get(reverse(f"directory:{name}", kwargs={"number": 1})).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE directory_signature SET name = 'Quelqu’un d’autre' WHERE id = %s",
        "DELETE FROM directory_signature WHERE id = %s",
    ],
)
def test_a_signature_is_never_altered(statement) -> None:
    signed = signature(factories.organisation())
    assert signed.digest == signed.version.digest
    with (
        connection.cursor() as cursor,
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
    ):
        cursor.execute(statement, [signed.pk])
    signed.refresh_from_db()
    assert signed.name == "Camille Morin"
