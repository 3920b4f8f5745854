import socket
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from channels.routing import get_default_application
from daphne.server import Server, twisted_loop
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from workflows import live
from workflows.embedded import Loop, TaskLoop, TickLoop

STOP_WITHIN = 10.0  # seconds left to the work under way


class Command(BaseCommand):
    help = "Sert le site : pages, prises web, et (OSE_EMBEDDED_WORKER) tâches et horloge."
    # Checked once listening would be possible: a clear message comes before a long report.
    requires_system_checks = "__all__"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000, help="0 : un port libre")

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        require_migrated()
        with listening(host, port) as listener, background():
            family = "ip6" if listener.family == socket.AF_INET6 else "ip"
            server = Server(
                application=get_default_application(),
                endpoints=[f"fd:fileno={listener.fileno()}"],
                ready_callable=lambda: self.announce(listener, family),
                server_name="",
            )
            server.run()
        self.stdout.write("OSE est arrêté.")

    def announce(self, listener: socket.socket, family: str) -> None:
        """Say where the site is."""
        host, port = listener.getsockname()[:2]
        shown = f"[{host}]" if family == "ip6" else host
        self.stdout.write(f"OSE : http://{shown}:{port}/ (Ctrl-C pour arrêter)")
        self.stdout.flush()
