"""One engine's benchmarks, in a database made and dropped for them."""

import argparse
import shutil
import sys
from typing import Any

import django
from django.test.utils import setup_databases, teardown_databases

from config.settings.bench import BENCH_DIR


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    names = parser.parse_args().names
    django.setup()
    from benchmarks.list_pages import list_pages  # noqa: PLC0415
    from benchmarks.lists import dossier_list  # noqa: PLC0415 - models need django.setup()
    from benchmarks.measure import as_json  # noqa: PLC0415
    from benchmarks.transition import transition, transition_with_task  # noqa: PLC0415

    config = setup_databases(verbosity=0, interactive=False)
    try:
        figures: list[Any] = []
        for bench in (transition, transition_with_task, dossier_list, list_pages):
            if not names or bench.__name__ in names:
                made = bench()
                figures.extend(made if isinstance(made, list) else [made])
        sys.stdout.write(as_json(figures))
    finally:
        teardown_databases(config, verbosity=0)
        shutil.rmtree(BENCH_DIR, ignore_errors=True)


if __name__ == "__main__":
    main()
