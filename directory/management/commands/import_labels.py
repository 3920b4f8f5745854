"""Take up labels that exist already: `manage.py import_labels FILE [--dry-run] [--json]`."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.imports.issues import ImportRefused, Issue
from directory.imports.operations import Report, import_labels
from workflows.actors import Actor

ACTOR = Actor.system("import")


class Command(BaseCommand):
    help = "Reprend les labels d’un fichier CSV ou XLSX\u00a0: tous, ou aucun."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FICHIER")
        parser.add_argument("--dry-run", action="store_true", help="n’écrit rien")
        parser.add_argument("--json", action="store_true", dest="as_json", help="en JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        path, dry_run = options["file"], options["dry_run"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} ne se lit pas\u00a0: {error.strerror}.") from error
        report, issues = Report(), list[Issue]()
        try:
            report = import_labels(content, name=path.name, actor=ACTOR, dry_run=dry_run)
        except ImportRefused as refusal:
            issues = refusal.issues
        if options["as_json"]:
            told = {
                "file": path.name,
                "dry_run": dry_run,
                "labels": [asdict(label) for label in report.labels],
                "notes": report.notes,
                "errors": [asdict(issue) for issue in issues],
            }
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
        else:
            self._tell(report, issues, dry_run=dry_run)
        if issues:
            raise CommandError("Rien n’est repris.", returncode=1)

    def _tell(self, report: Report, issues: list[Issue], *, dry_run: bool) -> None:
        for line in (*issues, *report.notes):
            self.stdout.write(str(line))
        for label in report.labels:
            known = "nouvelle" if label.is_new else "déjà connue"
            self.stdout.write(f"{label.number}\u00a0: {label.organisation} ({known})")
        if not issues:
            done = "seraient repris" if dry_run else "repris"
            self.stdout.write(f"{len(report.labels)} label(s) {done}")
