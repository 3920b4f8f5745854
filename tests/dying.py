"""`python -m tests.dying ITEM CHAIR [PLACE]`: the result of a vote is proclaimed by a process that
kills itself, as `kill -9` does: where PLACE is called, before the commit; without one, after it.

Says first what its own transaction then shows, as JSON. Nothing of it is left to Python to tidy.
"""

import json
import os
import signal
import sys
from typing import Any

import django
from django.apps import apps
from django.utils.module_loading import import_string


def main() -> None:
    django.setup()
    # By path: models need django.setup().
    item = apps.get_model("committee", "AgendaItem").objects.get(pk=sys.argv[1])
    chair = apps.get_model("directory", "User").objects.get(pk=sys.argv[2])
    actor = import_string("workflows.actors.Actor").of(chair)

    def die(*args: Any, **options: Any) -> None:
        sys.stdout.write(json.dumps(shown_of(item.case_id)))
        sys.stdout.flush()
        os.kill(os.getpid(), signal.SIGKILL)

    if len(sys.argv) > 3:
        place, _, name = sys.argv[3].rpartition(".")
        setattr(import_string(place), name, die)
    import_string("committee.room.operations.decide")(item, reasons="Motifs.", actor=actor)
    die()


def shown_of(case_id: int) -> dict[str, Any]:
    """How many decisions there are of that review, its outcome, and what its recognition is."""
    review = apps.get_model("oversight", "ComplianceReview").objects.get(pk=case_id)
    return {
        "decisions": review.decisions.count(),
        "outcome": review.outcome,
        "recognition": review.recognition.state,
    }


if __name__ == "__main__":
    main()
