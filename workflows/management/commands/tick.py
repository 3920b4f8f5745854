import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from workflows.background.ticking import FAILED, Counts, Due, run_tick
from workflows.presentation.french import format_date

# Deadlines are counted from the day given: those of a further one would be no dates any more.
LAST_YEAR = 9000
TYPED = "typed"
Described = dict[str, Any]


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
        parser.add_argument(
            "--dry-run", action="store_true", help="n’écrit rien : dit quoi, à qui et pourquoi"
        )
        parser.add_argument("--json", action="store_true", help="sortie JSON")
        parser.add_argument(
            "--rehearsal", action="store_true", help="un autre jour, sur une copie (OSE_REHEARSAL)"
        )
        parser.add_argument(
            "--force",
            nargs="?",
            const=TYPED,
            metavar="DATE",
            help="un autre jour, pour de vrai : la même date, demandée si elle n’est pas donnée",
        )

    def handle(self, *args: Any, as_of: datetime | None = None, **options: Any) -> None:
        at = as_of or timezone.now()
        allowed = options["dry_run"] or is_near(at) or is_permitted(at, options)
        rehearse = options["dry_run"] or not allowed
        due: list[Described] = []

        def note(part: str, item: Due) -> None:
            due.append({"part": part} | described(item))

        done = run_tick(at, rehearse=rehearse, note=note if rehearse else None)
        if options["json"]:
            report = {"as_of": at.isoformat(), "dry_run": rehearse, "parts": done}
            listed = {"due": due} if rehearse else {}
            self.stdout.write(json.dumps(report | listed, ensure_ascii=False))
        else:
            self._print(done, due)
        if not allowed:
            raise CommandError(refusal(at))
        if failed := sum(counts.get(FAILED, 0) for counts in done.values()):
            rest = "rien n’est écrit" if rehearse else "le reste est fait"
            raise CommandError(f"Échecs : {failed}. Le journal dit lesquels ; {rest}.")

    def _print(self, done: dict[str, Counts], due: list[Described]) -> None:
        for name, counts in done.items():
            shown = ", ".join(f"{what} {number}" for what, number in counts.items())
            self.stdout.write(f"{name} : {shown}")
            for item in due:
                if item["part"] == name:
                    told = ", ".join(item["told"]) or "personne"
                    self.stdout.write(
                        f"  {item['about']} : {item['words']} ({item['why']}). Prévenus : {told}."
                    )


def described(item: Due) -> Described:
    """What is done, to what, why, and who is told."""
    return {
        "does": list(item.does),
        "model": item.row._meta.label_lower,
        "pk": str(item.row.pk),
        "about": item.about,
        "words": item.words,
        "why": item.why,
        "told": item.would_reach,
    }


def is_near(at: datetime) -> bool:
    """Today or tomorrow: what a tick does on another day cannot be undone, nor dated rightly."""
    today = timezone.localdate()
    return today <= timezone.localdate(at) <= today + timedelta(days=1)


def is_permitted(at: datetime, options: dict[str, Any]) -> bool:
    """Whether another day is wanted: on a copy, or by its date given twice."""
    if options["rehearsal"]:
        if not settings.OSE_REHEARSAL:
            raise CommandError("--rehearsal veut une copie : OSE_REHEARSAL=1 dans l’environnement.")
        return True
    again = options["force"]
    if again == TYPED:
        if not sys.stdin.isatty():
            raise CommandError(
                "--force sans personne pour confirmer : donnez la date, --force DATE."
            )
        again = input("Ce qui sera fait ne se défait pas. Retapez la date (AAAA-MM-JJ) : ").strip()
    if again is None:
        return False
    if again != timezone.localdate(at).isoformat():
        raise CommandError(f"« {again} » n’est pas la date de --as-of : rien n’est fait.")
    return True


def refusal(at: datetime) -> str:
    """Why nothing was done, and how it would be."""
    day = timezone.localdate(at)
    return (
        f"Le {format_date(day)} n’est ni aujourd’hui ni demain : rien n’est fait, voilà seulement "
        f"ce qui le serait. Sur une copie : --rehearsal. Pour de vrai : --force {day.isoformat()}."
    )
