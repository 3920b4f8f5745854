"""`python -m tests.importing FILE ROW`: labels are imported by a process that kills itself, as
`kill -9` does, once it wrote the label of that ROW.
"""

import os
import signal
import sys
from typing import Any

import django
from django.apps import apps
from django.core.management import call_command
from django.db.models.signals import post_save


def main() -> None:
    django.setup()
    written = []

    def die(**told: Any) -> None:
        written.append(told["instance"].number)
        if len(written) == int(sys.argv[2]):
            sys.stdout.write(",".join(written))
            sys.stdout.flush()
            os.kill(os.getpid(), signal.SIGKILL)

    post_save.connect(die, sender=apps.get_model("directory", "Recognition"))
    call_command("import_labels", sys.argv[1])


if __name__ == "__main__":
    main()
