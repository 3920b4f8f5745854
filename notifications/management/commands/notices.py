from typing import Any

from django.core.management.base import BaseCommand

from notifications.previews.catalogue import catalogue


class Command(BaseCommand):
    help = "Affiche ce que chaque événement dit, à qui, en quels mots (docs/notifications.md)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(catalogue(), ending="")
