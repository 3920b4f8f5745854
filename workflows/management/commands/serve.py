import asyncio
import socket
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from channels.routing import get_default_application
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from workflows.background.loops import TickLoop, running, task_loops
from workflows.live import pings
from workflows.live.server import STOP_WITHIN, server


class Command(BaseCommand):
    help = "Sert le site en un processus : pages, prises web, tâches et horloge."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000, help="0 : un port libre")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        require_migrated()
        if settings.OSE_COLLECT_STATIC:
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        line = listen(host, port)
        address = f"[{host}]" if ":" in host else host
        site = server(
            get_default_application(),
            ready=lambda: self.announce(f"http://{address}:{line.getsockname()[1]}/"),
        )

        async def serve() -> None:
            with background():
                await site.serve(sockets=[line])

        with asyncio.Runner(loop_factory=site.config.get_loop_factory()) as runner:
            runner.run(serve())
        self.stdout.write("OSE est arrêté.")

    def announce(self, url: str) -> None:
        """Say where the site is."""
        self.stdout.write(f"OSE écoute sur {url} (Ctrl-C pour arrêter)")
        self.stdout.flush()


def require_migrated() -> None:
    """CommandError when the database lacks a migration: pages would fail one by one."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("La base n’est pas à jour. Lancez d’abord : manage.py migrate")


def listen(host: str, port: int) -> socket.socket:
    """A line on `port`, or for 0 on one that is free; CommandError when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except PermissionError as error:
        raise CommandError(f"Le port {port} n’est pas permis.", returncode=1) from error
    except OSError as error:
        raise CommandError(
            f"Le port {port} est déjà pris. Choisissez-en un autre, par exemple --port {port + 1}",
            returncode=1,
        ) from error


@contextmanager
def background() -> Iterator[None]:
    """Tasks and clock beside the server, in its process, when the settings say so.

    Entered in the loop that serves the sockets: pings are handed to it.
    """
    pings.bind(asyncio.get_running_loop())
    loops = [*task_loops(alone=True), TickLoop()] if settings.OSE_EMBEDDED_WORKER else []
    with running(loops, stop_within=STOP_WITHIN):
        try:
            yield
        finally:
            pings.bind(None)
