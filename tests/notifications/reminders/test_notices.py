"""What a reminder says."""

import pytest

from tests import factories
from tests.notifications.reading import read
from workflows.models import Task


@pytest.mark.django_db
def test_what_a_reminder_says():
    factories.dossier("to_complete")
    [words] = read("task.due_soon", Task.objects.open().get(asks="resubmit"))
    assert "classé sans suite" in words.details
    factories.dossier("submitted")
    [words] = read("task.overdue", Task.objects.open().get(asks="take_charge"))
    assert words.summary.startswith("Prendre en charge\u00a0: c’était attendu au plus tard le")
