"""Load the demo: `manage.py load_demo`."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.demo import story
from config.demo.people import ACCOUNTS, DOMAIN, PASSWORD

# A secret key that is published marks a site that holds nothing real.
PUBLISHED_KEYS = ("demo-only", "test-only", "bench-only")


class Command(BaseCommand):
    """Idempotent: once the demo is there, only shows its accounts again."""

    help = (
        "Charge la démonstration\u00a0: des structures, des personnes et des dossiers fictifs, "
        "dans tous les états. Sans effet si elle est déjà là."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--force-demo-data",
            action="store_true",
            help="accepte des données fictives, et leur mot de passe public, sur ce site",
        )

    def handle(self, *args: Any, force_demo_data: bool = False, **options: Any) -> None:
        if not force_demo_data and not settings.SECRET_KEY.startswith(PUBLISHED_KEYS):
            raise CommandError(
                "Ce site a sa propre clé secrète\u00a0: il tient sans doute de vraies données. La "
                "démonstration y créerait des comptes au mot de passe public. Pour l’accepter, "
                "ajoutez --force-demo-data."
            )
        if story.is_played():
            self.stdout.write("La démonstration est déjà chargée\u00a0: rien n’a changé.")
        else:
            story.play_story()
            self.stdout.write("La démonstration est chargée.")
        self.stdout.write(accounts_table())


def accounts_table() -> str:
    """One line an account: role, person, address; then the password they share."""
    rows = [("Rôle", "Personne", "Adresse e-mail")]
    rows += [(account.role, account.name, account.email) for account in ACCOUNTS]
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    password = f"Mot de passe, pour tous\u00a0: {PASSWORD}"
    others = f"Les autres personnes ont le même, et une adresse prenom.nom@{DOMAIN}."
    return "\n".join(["", *lines, "", password, others, ""])
