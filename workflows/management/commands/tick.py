from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from workflows.ticking import FAILED, run_tick

# Deadlines are counted from the day given: those of a further one would be no dates any more.
LAST_YEAR = 9000


def moment_of(text: str) -> datetime:
    """That day at this hour, in France: today is now."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"« {text} » n’est pas une date (AAAA-MM-JJ).") from error
    if day.year > LAST_YEAR:
        raise ArgumentTypeError(f"« {text} » est trop loin : rien n’est prévu après {LAST_YEAR}.")
    now = timezone.localtime()
    return timezone.make_aware(datetime.combine(day, now.time()))


class Command(BaseCommand):
    help = "Fait ce que le temps apporte (débuts, fins, délais, rappels) ; se relance sans crainte."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--as-of", type=moment_of, metavar="DATE", help="comme si l’on était ce jour-là"
        )

    def handle(self, *args: Any, as_of: datetime | None = None, **options: Any) -> None:
        done = run_tick(as_of or timezone.now())
        for name, counts in done.items():
            shown = ", ".join(f"{what} {number}" for what, number in counts.items())
            self.stdout.write(f"{name} : {shown}")
        if failed := sum(counts.get(FAILED, 0) for counts in done.values()):
            raise CommandError(f"Échecs : {failed}. Le journal dit lesquels ; le reste est fait.")
