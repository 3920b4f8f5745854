import socket
import warnings
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from channels.routing import get_default_application
from daphne.endpoints import build_endpoint_description_strings
from daphne.server import Server, twisted_loop
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from workflows import live
from workflows.loops import TickLoop, running, task_loops

STOP_WITHIN = 10.0  # seconds left to the work under way


class Command(BaseCommand):
    help = "Sert le site en un processus : pages, prises web, tâches et horloge."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000, help="0 : un port libre")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        require_migrated()
        port = free_port(host, port)
        # whitenoise gives synchronous files, which Django then reads whole: ours are small.
        warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous")
        server = Server(
            application=get_default_application(),
            endpoints=build_endpoint_description_strings(host=host, port=port),
            ready_callable=lambda: self.announce(host, port),
            server_name="",
        )
        with background():
            server.run()
        if not server.listening_addresses:
            raise port_taken(port)
        self.stdout.write("OSE est arrêté.")

    def announce(self, host: str, port: int) -> None:
        """Say where the site is."""
        shown = f"[{host}]" if ":" in host else host
        self.stdout.write(f"OSE écoute sur http://{shown}:{port}/ (Ctrl-C pour arrêter)")
        self.stdout.flush()


def require_migrated() -> None:
    """CommandError when the database lacks a migration: pages would fail one by one."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError("La base n’est pas à jour. Lancez d’abord : manage.py migrate")


def free_port(host: str, port: int) -> int:
    """`port`, or for 0 one that is free; CommandError when it cannot be listened on.

    Asked before the server starts: daphne only logs a failure to listen, and ends with code 0.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.create_server((host, port), family=family) as probe:
            found: int = probe.getsockname()[1]
    except PermissionError as error:
        raise CommandError(f"Le port {port} n’est pas permis.", returncode=1) from error
    except OSError as error:
        raise port_taken(port) from error
    return found


def port_taken(port: int) -> CommandError:
    message = f"Le port {port} est déjà pris. Choisissez-en un autre, par exemple --port {port + 1}"
    return CommandError(message, returncode=1)


@contextmanager
def background() -> Iterator[None]:
    """Tasks and clock beside the server, in its process, when the settings say so."""
    live.bind(twisted_loop)
    loops = [*task_loops(alone=True), TickLoop()] if settings.OSE_EMBEDDED_WORKER else []
    with running(loops, stop_within=STOP_WITHIN):
        try:
            yield
        finally:
            live.bind(None)
