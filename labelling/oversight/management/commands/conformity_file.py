"""The scheme's evidence, line by line: `manage.py conformity_file --out FILE.zip`."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from labelling.oversight.conformity.archive import write_file
from workflows.actors import Actor

OPERATOR = Actor.system("conformity_file")  # who has the database reads all of it


class Command(BaseCommand):
    help = "Écrit le dossier de conformité : résumé en PDF, tables, preuves."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--out", type=Path, required=True, metavar="FICHIER.zip")

    def handle(self, *args: Any, out: Path, **options: Any) -> None:
        """Nothing is left under the name asked for unless it is whole."""
        partial = out.with_name(f"{out.name}.partiel")
        try:
            with partial.open("wb") as file:
                write_file(file, reader=OPERATOR, progress=self._tell)
            partial.replace(out)
        except OSError as error:
            raise CommandError(
                f"Ce fichier ne peut pas être écrit\u00a0: {error.strerror}."
            ) from None
        finally:
            partial.unlink(missing_ok=True)
        self.stdout.write(f"{out}\u00a0: {out.stat().st_size}\u00a0octets")

    def _tell(self, done: int, of: int) -> None:
        self.stderr.write(f"{done}/{of}")
