"""One engine's benchmarks, each in a database made and dropped for it: they fill the same rows."""

import argparse
import shutil
import sys
from typing import Any

import django
from django.test.utils import setup_databases, teardown_databases
from django.utils.module_loading import import_string

from config.settings.bench import BENCH_DIR

# Each under the name it is asked by; several may share one. By path: models need django.setup().
BENCHES = [
    ("transition", "benchmarks.transition.transition"),
    ("transition_with_task", "benchmarks.transition.transition_with_task"),
    ("dossier_list", "benchmarks.lists.dossier_list"),
    ("pages", "benchmarks.case_pages.case_pages"),
    ("pages", "benchmarks.list_pages.list_pages"),
    ("desk", "benchmarks.desk_pages.desk_pages"),
    ("oversight", "benchmarks.oversight_pages.oversight_pages"),
    ("room", "benchmarks.room.room"),
    ("public", "benchmarks.public_pages.public_pages"),
    ("conformity", "benchmarks.conformity.conformity"),
    ("sweep", "benchmarks.sweep.sweep"),
    ("writers", "benchmarks.writers.writers"),
    ("outbox", "benchmarks.outbox.outbox"),
]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    names = parser.parse_args().names
    django.setup()
    figures: list[Any] = []
    try:
        for name, path in BENCHES:
            if not names or name in names:
                figures += figures_of(path)
        sys.stdout.write(import_string("benchmarks.measure.as_json")(figures))
    finally:
        shutil.rmtree(BENCH_DIR, ignore_errors=True)


def figures_of(path: str) -> list[Any]:
    config = setup_databases(verbosity=0, interactive=False)
    try:
        made = import_string(path)()
    finally:
        teardown_databases(config, verbosity=0)
    return made if isinstance(made, list) else [made]


if __name__ == "__main__":
    main()
