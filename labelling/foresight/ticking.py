"""What time brings: each notice of a renewal, once, to whoever may still act on it."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import partial

from django.utils import timezone

from directory.recognitions.models import Recognition
from labelling.foresight.awaiting import awaiting_renewal
from labelling.foresight.enums import NoticeKind
from labelling.foresight.models import RenewalNotice
from labelling.foresight.planning import EARLIEST, Outlook, Planned, outlook_of
from workflows.background.ticking import TICK, Due, on_tick
from workflows.engine import create
from workflows.pages.remarks import sittings_to_come
from workflows.presentation.french import format_date

WORDS = {
    "remind": "Rappeler le renouvellement",
    "warn_last_session": "Annoncer la dernière séance utile",
    "alert_no_session": "Signaler à la CRESS qu’aucune séance n’est à temps",
}


@on_tick("renewal_notices", "told")
def renewal_notices(at: datetime) -> Iterator[Due]:
    """Planned anew each time, from the sessions that exist: what was told is told no more."""
    today = timezone.localdate(at)
    sittings = sittings_to_come(today)
    awaiting = list(awaiting_renewal(today, months=EARLIEST).select_related("organisation"))
    told = _told(awaiting)
    outlooks: dict[date, Outlook] = {}
    for recognition in sorted(awaiting, key=lambda one: (one.valid_until, one.pk)):
        ends = recognition.valid_until
        if ends not in outlooks:
            outlooks[ends] = outlook_of(ends, sittings, today)
        outlook = outlooks[ends]
        for planned in outlook.due(today):
            if (recognition.pk, planned.kind.value, ends) not in told:
                yield _due(recognition, planned, outlook, at)


def _told(awaiting: list[Recognition]) -> set[tuple[int, str, date]]:
    sent = RenewalNotice.objects.filter(recognition__in=[found.pk for found in awaiting])
    return set(sent.values_list("recognition_id", "kind", "ends_on"))


def _due(recognition: Recognition, planned: Planned, outlook: Outlook, at: datetime) -> Due:
    notice = RenewalNotice(recognition=recognition, kind=planned.kind, ends_on=outlook.ends)
    why = f"fin le {format_date(outlook.ends)}"
    if outlook.chance is not None:
        notice.session_on, notice.last_day = outlook.chance.day, outlook.chance.last_day
        why += f", à déposer avant le {format_date(outlook.chance.last_day)}"
    elif planned.kind == NoticeKind.NO_SESSION:
        why += ", sans séance à temps"
    return Due(
        row=notice,
        does=("told",),
        words=WORDS[notice.action],
        why=why,
        do=partial(_tell, notice, at),
        event=notice.action,
    )


def _tell(notice: RenewalNotice, at: datetime) -> bool:
    """False when it was told meanwhile, or there is nothing left to renew."""
    today = timezone.localdate(at)
    standing = Recognition.objects.filter(pk=notice.recognition_id).locked()
    same = RenewalNotice.objects.filter(
        recognition=notice.recognition_id, kind=notice.kind, ends_on=notice.ends_on
    )
    still = awaiting_renewal(today, months=EARLIEST).filter(valid_until=notice.ends_on)
    if not list(standing) or same.exists() or not still.filter(pk=notice.recognition_id).exists():
        return False
    create(notice, actor=TICK, action=notice.action, at=at)
    return True
