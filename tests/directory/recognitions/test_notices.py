"""What is said of a recognition."""

import pytest

from directory.recognitions.enums import RecognitionState
from directory.recognitions.models import Recognition
from notifications.words import words_of
from tests import factories, sanctions
from tests.notifications.draining import events
from tests.notifications.reading import notice, read, target_of
from workflows.outbox.events import Target
from workflows.outbox.notices import all_notices


@pytest.mark.django_db
def test_what_is_said_of_a_recognition():
    dossier = factories.dossier("validated")
    recognition = Recognition.objects.get(case=dossier)
    assert recognition.state == RecognitionState.ACTIVE
    reason = "Le logo est utilisé hors périmètre."
    sanctions.suspend(recognition, reason=reason)
    [event] = events("recognition.suspend")
    suspended = notice("recognition.suspend", "recognition_suspend")
    words = words_of(suspended, Target.about(recognition, event))
    assert reason in words.details
    assert recognition.number in words.summary
    told = [name for name in all_notices() if name.startswith("recognition.")]
    for name in told:
        read(name, recognition)


@pytest.mark.django_db
def test_the_direction_is_told_of_an_end_that_nobody_of_its_holder_would_read():
    [recognition] = Recognition.objects.filter(case=factories.dossier("validated"))
    orphan = factories.organisation("Le Relais")
    manager = factories.manager()
    told = notice("recognition.expire", "recognition_expire_cress")
    assert not told.users(recognition).exists()
    recognition.organisation = orphan
    assert list(told.users(recognition)) == [manager]
    factories.membership(factories.user(), orphan, "contributor")
    assert list(told.users(recognition)) == [manager]
    words = words_of(told, target_of("recognition.expire", recognition))
    assert words.url.endswith(orphan.get_absolute_url())
    factories.representative(orphan)
    assert not told.users(recognition).exists()
