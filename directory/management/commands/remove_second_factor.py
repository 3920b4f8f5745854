"""Take off a second factor that is lost: `manage.py remove_second_factor EMAIL`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from directory.accounts.operations import remove_second_factor
from directory.management.people import person_at


class Command(BaseCommand):
    """Make sure of who is asking, by another way than an e-mail: the password then suffices."""

    help = (
        "Retire le second facteur d’une personne qui n’a plus ni téléphone, ni clé, ni code de "
        "secours, et ferme ses sessions. Elle en est prévenue par e-mail."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="ADRESSE")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = person_at(email)
        if remove_second_factor(user):
            self.stdout.write(f"Le second facteur de {user} est retiré.")
        else:
            self.stdout.write(f"{user} n’a pas de second facteur : rien n’a changé.")
