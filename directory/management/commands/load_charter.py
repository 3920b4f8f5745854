"""Load the official text of a charter: `manage.py load_charter FILE --in-force`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import TextChoices

from directory.charters.charter_text import CharterTextError, find_parts, first_title
from directory.charters.enums import PARTS, CharterKind, CharterVersionState, PrincipleKey
from directory.charters.models import CharterVersion
from directory.charters.operations import load_version, put_in_force
from workflows.actors import Actor

ACTOR = Actor.system("load_charter")
TITLE_LENGTH = CharterVersion._meta.get_field("title").max_length or 0
Parts = list[tuple[TextChoices, str]]


class Command(BaseCommand):
    """Keeps the file's exact text: the digest shown is that of `sha256sum FILE`."""

    help = (
        "Charge le texte d’une charte depuis un fichier UTF-8. Sans effet si ce texte exact est "
        "déjà chargé."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument(
            "--charter", choices=CharterKind.values, default=CharterKind.STRUCTURES.value
        )
        parser.add_argument("--title", default="", help="par défaut, le premier paragraphe")
        parser.add_argument("--in-force", action="store_true", help="la met en vigueur aussitôt")
        parser.add_argument(
            "--principles",
            type=Path,
            metavar="JSON",
            help="les principes, ou les groupes d’engagements, quand le texte n’en porte pas la "
            "liste\u00a0: "
            f'{{"{PrincipleKey.QUESTIONING}": "…", …}}',
        )

    def handle(self, *args: Any, **options: Any) -> None:
        text = read_text(options["file"])
        kind = CharterKind(options["charter"])
        version, is_new = load_version(
            kind=kind,
            title=title_of(text, options["title"]),
            text=text,
            principles=parts_of(text, kind, options["principles"]),
            actor=ACTOR,
        )
        self.stdout.write(f"{version}\u00a0: {'chargée' if is_new else 'déjà chargée'}")
        self.stdout.write(f"SHA-256 {version.digest}")
        if options["in_force"]:
            enact(version)
        self.stdout.write(f"État\u00a0: {version.get_state_display()}")


def read_text(path: Path) -> str:
    """The exact text of the file, line ends included; CommandError when it is not UTF-8 text."""
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise CommandError(f"{path} ne se lit pas\u00a0: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(
            f"{path} n’est pas un texte UTF-8 (octet {error.start}). Enregistrez-le en UTF-8."
        ) from error
    if "\0" in text or not text.strip():
        raise CommandError(f"{path} est vide, ou n’est pas un fichier de texte.")
    return text


def title_of(text: str, given: str) -> str:
    """The title given, or the first paragraph; CommandError when it is too long to be one."""
    title = given.strip() or first_title(text)
    if len(title) > TITLE_LENGTH:
        raise CommandError(
            "Le premier paragraphe est trop long pour un titre\u00a0: donnez --title."
        )
    return title


def parts_of(text: str, kind: CharterKind, path: Path | None) -> Parts:
    """What the charter commits to; CommandError when neither the text nor `path` says it."""
    if path is not None:
        return read_parts(path, PARTS[kind])
    try:
        return find_parts(text, kind)
    except CharterTextError as error:
        raise CommandError(f"{error} Donnez-les à part, avec --principles FICHIER.json.") from error


def read_parts(path: Path, keys: type[TextChoices]) -> Parts:
    """Those of a JSON object, one text a key, in the charter's order."""
    try:
        found = json.loads(read_text(path))
    except json.JSONDecodeError as error:
        raise CommandError(f"{path} n’est pas un JSON valide\u00a0: {error}.") from error
    expected = set(keys.values)
    if not isinstance(found, dict) or set(found) != expected:
        raise CommandError(f"{path} doit donner un texte à chacun de\u00a0: {', '.join(expected)}.")
    if not all(isinstance(words, str) and words.strip() for words in found.values()):
        raise CommandError(f"{path}\u00a0: chaque texte est non vide.")
    return [(key, found[key].strip()) for key in keys]


def enact(version: CharterVersion) -> None:
    """Put `version` in force, unless it is; CommandError when another has replaced it."""
    if version.state == CharterVersionState.SUPERSEDED:
        raise CommandError(
            "Cette version a été remplacée\u00a0: elle ne peut plus entrer en vigueur."
        )
    if version.state != CharterVersionState.IN_FORCE:
        put_in_force(version, actor=ACTOR)
