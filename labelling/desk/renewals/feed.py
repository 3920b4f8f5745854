"""The renewals to come, as a calendar reads them: the last day of each, the last useful filing."""

from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from django.conf import settings

from directory.recognitions.enums import RecognitionKind
from directory.recognitions.models import Recognition
from directory.recognitions.verification import NOUNS
from labelling.desk.pipeline.ages import start_of
from labelling.foresight.awaiting import awaiting_renewal
from labelling.foresight.planning import Outlook, outlook_of
from labelling.foresight.simulation import HORIZON
from workflows.mail.icalendar import WholeDay, feed_of
from workflows.pages.remarks import sittings_to_come
from workflows.presentation.french import format_long_date
from workflows.presentation.links import absolute

MOST = 2_000  # recognitions, the next to end first
NAME = "Renouvellements OSE"
EVERY = timedelta(hours=12)


def renewals_feed(today: date) -> str:
    """The file, the same all day as long as nothing changes. Two queries."""
    return feed_of(NAME, _days(today), at=start_of(today), every=EVERY)


def _days(today: date) -> Iterator[WholeDay]:
    sittings = sittings_to_come(today)
    found = awaiting_renewal(today, months=HORIZON).select_related("organisation")
    outlooks: dict[date, Outlook] = {}
    for recognition in found.order_by("valid_until", "pk")[:MOST]:
        ends = recognition.valid_until
        if ends not in outlooks:
            outlooks[ends] = outlook_of(ends, sittings, today)
        yield from _days_of(recognition, outlooks[ends])


def _days_of(recognition: Recognition, outlook: Outlook) -> Iterator[WholeDay]:
    host = urlsplit(settings.OSE_BASE_URL).hostname or "localhost"
    number, name = recognition.number, recognition.organisation.name
    url = absolute(recognition.organisation.get_absolute_url())
    noun = NOUNS[RecognitionKind(recognition.kind)]
    yield WholeDay(
        uid=f"fin-{number}@{host}",
        day=recognition.valid_until,
        summary=f"Fin du {noun} {number}\u00a0: {name}",
        description="Le renouvellement n’est pas encore déposé.",
        url=url,
    )
    if outlook.chance is not None:
        day = format_long_date(outlook.chance.day)
        yield WholeDay(
            uid=f"depot-{number}@{host}",
            day=outlook.chance.last_day,
            summary=f"Dernier dépôt utile\u00a0: {name}",
            description=f"Renouvellement du {noun} {number}, pour la séance du {day}.",
            url=url,
        )
