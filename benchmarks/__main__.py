"""`python -m benchmarks [--json] [NAME…]`: every benchmark, on each engine that answers."""

import argparse
import json
import os
import socket
import subprocess
import sys
from typing import Any

ENGINES = ("sqlite", "postgresql")


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument(
        "names",
        nargs="*",
        help="transition, transition_with_task, dossier_list, pages, desk, oversight, public, "
        "room, conformity, sweep, writers, outbox",
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--engine", choices=ENGINES, action="append")
    options = parser.parse_args()
    figures: list[dict[str, Any]] = []
    for engine in options.engine or ENGINES:
        if engine == "postgresql" and not postgresql_answers():
            sys.stderr.write("PostgreSQL ne répond pas : mesures sur SQLite seulement.\n")
            continue
        figures += measure(engine, options.names)
    sys.stdout.write(json.dumps(figures) + "\n" if options.json else table(figures))
    return 0


def postgresql_answers() -> bool:
    address = os.environ.get("PGHOST", "127.0.0.1"), int(os.environ.get("PGPORT", "5432"))
    try:
        socket.create_connection(address, timeout=2).close()
    except OSError:
        return False
    return True


def measure(engine: str, names: list[str]) -> list[dict[str, Any]]:
    """One process per engine, since Django's settings are those of a process."""
    environment = os.environ | {
        "OSE_BENCH_DB": engine,
        "DJANGO_SETTINGS_MODULE": "config.settings.bench",
    }
    command = [sys.executable, "-m", "benchmarks.run", *names]
    result = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


HEADER = ("mesure", "moteur", "taille", "rapport", "SQL", "plancher", "par s", "plancher/s", "×10")
WIDTHS = (32, 12, 9, 9, 5, 10, 9, 12, 7)


def table(figures: list[dict[str, Any]]) -> str:
    """The figures as people read them; « ×10 » is the growth from the size before."""
    rows = [HEADER, *(cells(figure) for figure in figures)]
    return "".join(
        "".join(cell.rjust(width) if n > 1 else cell.ljust(width)
                for n, (cell, width) in enumerate(zip(row, WIDTHS, strict=True))) + "\n"
        for row in rows
    )  # fmt: skip


def cells(figure: dict[str, Any]) -> tuple[str, ...]:
    return (
        figure["name"],
        figure["engine"],
        str(figure.get("size") or ""),
        f"{figure['ratio']:.2f} ×",
        str(figure["sql"]),
        str(figure["floor_sql"]),
        f"{figure['per_second']:.1f}",
        f"{figure['floor_per_second']:.1f}",
        str(figure.get("growth") or ""),
    )


if __name__ == "__main__":
    sys.exit(main())
