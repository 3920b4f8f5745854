"""Give a site its first manager: `manage.py appoint_manager EMAIL`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from directory.people.enums import CressGroup
from directory.people.models import User
from directory.people.operations import ALREADY_THERE, join_team
from workflows.actors import Actor
from workflows.verdicts import Refused

ACTOR = Actor.system("appoint_manager")


class Command(BaseCommand):
    """The next ones are appointed on the site, by those already there."""

    help = (
        "Nomme à la direction de la CRESS la personne dont le compte a cette adresse. Sans effet "
        "si elle y est déjà."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", metavar="ADRESSE")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = User.objects.at_address(email)
        if user is None:
            raise CommandError(
                f"Aucun compte n’a l’adresse {email}. La personne s’inscrit d’abord sur le site."
            )
        try:
            join_team(user=user, group=CressGroup.MANAGER, actor=ACTOR)
        except Refused as refused:
            unmet = refused.unmet[0]
            if unmet.code != ALREADY_THERE:
                raise CommandError(unmet.message) from refused
            self.stdout.write(f"{user} fait déjà partie de la direction : rien n’a changé.")
        else:
            self.stdout.write(f"{user} fait maintenant partie de la direction de la CRESS.")
