"""`python -m benchmarks.public_export KIND`: one export whole, as its view makes and sends it.

Prints the seconds it took, and the memory of this process at its peak, in MiB.
"""

import re
import sys
import time
from pathlib import Path

import django
from django.test import RequestFactory
from django.utils.module_loading import import_string


def main() -> None:
    django.setup()
    # By path: models need django.setup().
    view = import_string("directory.register.exports.ExportView").as_view()
    kind = sys.argv[1]
    start = time.perf_counter()
    if kind:
        answer = view(RequestFactory().get("/"), kind=kind)
        for _ in answer:
            pass
        answer.close()
    spent = time.perf_counter() - start
    sys.stdout.write(f"{spent:.4f} {peak():.2f}\n")


def peak() -> float:
    """In MiB, since this program began.

    Not what `getrusage` says, which begins with the memory of the process that started this one.
    """
    found = re.search(r"^VmHWM:\s+(\d+) kB$", Path("/proc/self/status").read_text(), re.MULTILINE)
    if found is None:
        raise RuntimeError("this system does not tell the memory of a process at its peak")
    return int(found[1]) / 1024


if __name__ == "__main__":
    main()
