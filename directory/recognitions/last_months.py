"""The months in which a recognition is to be renewed: words and days, no query."""

from datetime import date

from directory.recognitions.enums import RecognitionState
from directory.recognitions.models import Recognition
from directory.recognitions.validity import renewal_opens


def is_in_its_last_months(recognition: Recognition, today: date) -> bool:
    """Whether it runs, and the day has come to prepare its renewal."""
    opens = renewal_opens(recognition.valid_until, recognition.kind)
    active = recognition.state == RecognitionState.ACTIVE
    return active and opens <= today <= recognition.valid_until
