"""E-mails have a queue of their own: a server that says nothing keeps no bell waiting."""

from typing import Any

import pytest
from django_tasks_db.models import DBTaskResult

from notifications.models import Delivery, Notification
from tests import factories
from tests.silence import silent
from tests.threads import eventually
from workflows.actors import Actor
from workflows.background.loops import running, task_loops
from workflows.engine import perform

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_silent_mail_server_delays_no_bell(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 60
    dossiers = [factories.dossier("submitted") for _ in range(2)]
    instructor = factories.instructor()
    DBTaskResult.objects.all().delete()
    letters = DBTaskResult.objects.filter(queue_name="mail")
    with running(task_loops(), stop_within=10):
        with silent() as settings.EMAIL_PORT:
            perform(dossiers[0], "take_charge", actor=Actor.of(instructor))
            eventually(lambda: letters.filter(status="RUNNING").exists())
            perform(dossiers[1], "take_charge", actor=Actor.of(instructor))
            eventually(lambda: letters.count() == 2)
            assert set(letters.values_list("status", flat=True)) == {"RUNNING", "READY"}
            told = Notification.objects.values("event_key").distinct()
            eventually(lambda: told.count() == 2)
            assert letters.filter(status="RUNNING").count() == 1
        # It goes, and hangs up: what waited for it is for later, all at once.
        eventually(lambda: letters.filter(status="SUCCESSFUL").count() == 2)
        assert letters.filter(status="READY", run_after__year__lt=9999).count() == 1
        assert Delivery.objects.waiting().count() == Delivery.objects.count() > 0
