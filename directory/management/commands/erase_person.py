"""Forget who somebody was: `manage.py erase_person EMAIL`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from directory.accounts.operations import erase_person
from directory.management.people import person_at
from workflows.verdicts import Refused


class Command(BaseCommand):
    """Says what would go, and does it with `--oui` alone: nothing brings it back."""

    help = (
        "Efface l’identité d’une personne : nom, adresses, second facteur, notifications, "
        "invitations. Sans --oui, dit seulement ce qui serait effacé."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="ADRESSE")
        parser.add_argument("--oui", action="store_true", help="efface, sans retour possible")

    def handle(self, *args: Any, email: str, oui: bool = False, **options: Any) -> None:
        user = person_at(email)
        name = str(user)
        try:
            with transaction.atomic():
                gone = erase_person(user)
                transaction.set_rollback(not oui)
        except Refused as refused:
            held = "\n".join(f"  - {unmet.message}" for unmet in refused.unmet)
            message = f"{name} a encore des rôles. Mettez-y fin d’abord :\n{held}"
            raise CommandError(message) from refused
        for label, count in gone.items():
            self.stdout.write(f"  {label} : {count}")
        if oui:
            self.stdout.write("L’identité de cette personne est effacée.")
        else:
            self.stdout.write(f"Rien n’est effacé. Pour effacer {name}, ajoutez --oui.")
