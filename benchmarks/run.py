"""One engine's benchmarks, in a database made and dropped for them."""

import argparse
import shutil
import sys
from collections.abc import Callable
from typing import Any

import django
from django.test.utils import setup_databases, teardown_databases

from config.settings.bench import BENCH_DIR


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    names = parser.parse_args().names
    django.setup()
    from benchmarks.measure import as_json  # noqa: PLC0415 - models need django.setup()

    config = setup_databases(verbosity=0, interactive=False)
    try:
        figures: list[Any] = []
        for name, bench in benches():
            if not names or name in names:
                made = bench()
                figures.extend(made if isinstance(made, list) else [made])
        sys.stdout.write(as_json(figures))
    finally:
        teardown_databases(config, verbosity=0)
        shutil.rmtree(BENCH_DIR, ignore_errors=True)


def benches() -> list[tuple[str, Callable[[], Any]]]:
    """Each bench under the name it is asked by; several may share one."""
    from benchmarks.case_pages import case_pages  # noqa: PLC0415
    from benchmarks.list_pages import list_pages  # noqa: PLC0415
    from benchmarks.lists import dossier_list  # noqa: PLC0415
    from benchmarks.room import room  # noqa: PLC0415
    from benchmarks.transition import transition, transition_with_task  # noqa: PLC0415

    return [
        ("transition", transition),
        ("transition_with_task", transition_with_task),
        ("dossier_list", dossier_list),
        ("pages", case_pages),
        ("pages", list_pages),
        ("room", room),
    ]


if __name__ == "__main__":
    main()
