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
    parser.add_argument("names", nargs="*", help="transition, transition_with_task, dossier_list")
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
    result = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


def table(figures: list[dict[str, Any]]) -> str:
    lines = [
        f"{'mesure':<22}{'moteur':<12}{'taille':>8}{'rapport':>9}{'SQL':>5}{'plancher':>10}"
        f"{'par s':>9}{'plancher/s':>12}{'croissance':>12}"
    ]
    for figure in figures:
        lines.append(
            f"{figure['name']:<22}{figure['engine']:<12}{figure.get('size', ''):>8}"
            f"{figure['ratio']:>8.2f}×{figure['sql']:>5}{figure['floor_sql']:>10}"
            f"{figure['per_second']:>9.1f}{figure['floor_per_second']:>12.1f}"
            f"{figure.get('growth', ''):>12}"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
