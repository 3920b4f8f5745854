"""A worker killed with -9 among a thousand notices: one letter a person, or « incertain »."""

import re
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from directory.people.models import User
from notifications.letters.enums import DeliveryStatus
from notifications.letters.models import Delivery
from tests import factories
from tests.notifications.draining import events
from tests.threads import at_once, eventually
from workflows.actors import Actor
from workflows.background import leases
from workflows.background.leases import Presence
from workflows.background.loops import HeartbeatLoop, Loop, TaskLoop, running
from workflows.background.ticking import run_tick
from workflows.engine import perform

# A thousand people join the team in one statement, without the act that proves it.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.breaks_history]

PEOPLE = 1_000
BEFORE = 200  # letters that have left when the worker is killed
WORKER = """
import sys, django
from django.conf import settings
from django.core.management import call_command
from django.db import connection
settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
settings.EMAIL_FILE_PATH = sys.argv[2]
django.setup()
connection.settings_dict["NAME"] = sys.argv[1]
call_command("worker")
"""


def letters(folder: Path) -> Counter[str]:
    """How many times each person was written to; one file may hold several letters."""
    text = b"".join(path.read_bytes() for path in folder.iterdir()).decode()
    return Counter(re.findall(r"^To: (.*)$", text, flags=re.MULTILINE))


def worker() -> list[Loop]:
    presence = Presence()
    queues = [TaskLoop(queue, presence=presence, pause=0.1) for queue in ("default", "mail")]
    return [HeartbeatLoop(presence, pause=0.1), *queues]


def test_one_delivery_a_person_whatever_is_killed(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "LEASE", 2.0)
    dossier = factories.dossier("presented")
    actor = factories.representative_of(dossier)
    factories.fill(dossier, actor)
    group = Group.objects.get(name=factories.instructor().groups.get().name)
    people = User.objects.bulk_create(
        [User(email=f"agent{number}@cress.example") for number in range(PEOPLE)]
    )
    member_of = User.groups.through
    member_of.objects.bulk_create([member_of(user=one, group=group) for one in people])
    DBTaskResult.objects.all().delete()
    perform(dossier, "submit", actor=Actor.of(actor))
    [event] = events("dossier.submit")

    command = [sys.executable, "-c", WORKER, str(connection.settings_dict["NAME"]), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as killed:
        try:
            eventually(lambda: letters(tmp_path).total() >= BEFORE, within=60)
        finally:
            killed.kill()
    assert Delivery.objects.filter(event_key=event.key).count() == PEOPLE + 2
    assert Delivery.objects.waiting().count() > PEOPLE / 2, "it was killed in the middle"
    assert DBTaskResult.objects.running().exists()

    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    with running([*worker(), *worker()], stop_within=20):
        at_once([lambda: run_tick(timezone.now())] * 3)
        pending = ("READY", "RUNNING")
        tasks = DBTaskResult.objects.filter(status__in=pending)
        eventually(lambda: not tasks.exists(), within=120)

    rows = Delivery.objects.filter(event_key=event.key).select_related("user")
    assert {row.status for row in rows} <= {DeliveryStatus.SENT, DeliveryStatus.UNCERTAIN}
    assert Counter(row.user_id for row in rows).most_common(1)[0][1] == 1
    assert len(rows) == PEOPLE + 2
    written = letters(tmp_path)
    uncertain = {row.user.email for row in rows if row.status == DeliveryStatus.UNCERTAIN}
    assert len(uncertain) <= 1, "one letter at a time leaves a worker"
    assert all(count == 1 for count in written.values())
    assert {row.user.email for row in rows} - set(written) <= uncertain
