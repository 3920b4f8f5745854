import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from workflows.lifecycles import Machine, describe, lifecycle_models, machine_of


class Command(BaseCommand):
    help = "Affiche chaque cycle de vie : états, transitions, qui peut, sous quelles conditions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="sortie JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        machines = [machine_of(model) for model in lifecycle_models()]
        if options["json"]:
            text = json.dumps([describe(machine) for machine in machines], ensure_ascii=False)
            self.stdout.write(text)
            return
        for machine in machines:
            self._table(machine)

    def _table(self, machine: Machine) -> None:
        self.stdout.write(f"\n{machine.model._meta.label}")
        for item in machine.transitions.values():
            target = item.target or "(inchangé)"
            guards = ", ".join(guard.name for guard in item.law.guards)
            self.stdout.write(
                f"  {item.name:<24} {', '.join(item.sources)} → {target}\n"
                f"  {'':<24} {item.law.label} · {item.law.policy.name}"
                + (f" · si {guards}" if guards else "")
            )
