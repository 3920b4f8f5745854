import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workflows.background.limits import limit_statements
from workflows.background.loops import TickLoop, running, task_loops

LOOK_EVERY = 5.0  # seconds


class Command(BaseCommand):
    help = "Fait les tâches en attente, jusqu’à SIGTERM : cloches, e-mails, analyses."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--clock", action="store_true", help="l’horloge aussi (tick), chaque minute"
        )

    def handle(self, *args: Any, clock: bool = False, **options: Any) -> None:
        limit_statements()
        stopping = threading.Event()

        def stop(number: int, frame: Any) -> None:
            stopping.set()
            # Asked again, it no longer waits for the tasks under way.
            signal.signal(number, signal.SIG_DFL)

        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, stop)
        loops = [*task_loops(), *([TickLoop()] if clock else [])]
        with running(loops):
            self.stdout.write("OSE travaille (Ctrl-C pour arrêter)")
            self.stdout.flush()
            while not stopping.wait(LOOK_EVERY):
                if ended := [loop.name for loop in loops if not loop.is_alive()]:
                    raise CommandError(f"Arrêt imprévu : {', '.join(ended)}", returncode=1)
        self.stdout.write("OSE a fini les tâches en cours.")
