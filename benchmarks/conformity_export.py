"""`python -m benchmarks.conformity_export NAME`: the conformity file whole, as its task makes it.

Prints the seconds it took, and the memory of this process at its peak, in MiB. Without a NAME it
makes none: that is the floor.
"""

import sys
import time
from tempfile import TemporaryFile

import django
from django.utils.module_loading import import_string

from benchmarks.public_export import peak


def main() -> None:
    django.setup()
    # By path: models need django.setup().
    write_file = import_string("labelling.oversight.conformity.archive.write_file")
    reader = import_string("workflows.actors.Actor").system("conformity_file")
    start = time.perf_counter()
    if sys.argv[1]:
        with TemporaryFile() as whole:
            write_file(whole, reader=reader)
    spent = time.perf_counter() - start
    sys.stdout.write(f"{spent:.4f} {peak():.2f}\n")


if __name__ == "__main__":
    main()
