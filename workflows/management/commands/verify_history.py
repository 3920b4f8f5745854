import json
from argparse import ArgumentParser
from collections.abc import Sequence
from contextlib import closing
from dataclasses import asdict
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workflows.proof.chains import Problem
from workflows.proof.report import all_parts


class Command(BaseCommand):
    help = "Refait les scellés, rejoue la loi et les preuves ; nomme tout ce qui ne tient pas."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--first", action="store_true", help="s’arrêter au premier problème")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="le résultat en JSON"
        )

    def handle(self, *args: Any, first: bool, as_json: bool, **options: Any) -> None:
        checked: list[str] = []
        found: list[dict[str, str]] = []
        with closing(all_parts()) as parts:
            for part in parts:
                with closing(part.problems) as reading:
                    problems = list(islice(reading, 1 if first else None))
                if not as_json:
                    self.tell(part.title, problems)
                checked.append(part.title)
                found += [{"part": part.title, **asdict(problem)} for problem in problems]
                if first and found:
                    break
        if as_json:
            report = {"checked": checked, "problems": found}
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        if found:
            raise CommandError(f"Problèmes\u00a0: {len(found)}.", returncode=1)

    def tell(self, title: str, problems: Sequence[Problem]) -> None:
        """A line for a part that holds; otherwise one for each thing that does not."""
        if not problems:
            self.stdout.write(f"{title} : conforme")
        for problem in problems:
            self.stderr.write(str(problem))
