"""When a recognition may be renewed, and what keeps it from being so."""

from collections.abc import Iterator
from datetime import date

from directory.recognitions.enums import RecognitionKind, RecognitionState
from directory.recognitions.models import Recognition
from directory.recognitions.validity import renewal_opens
from directory.recognitions.verification import NOUNS, is_in_its_last_months
from labelling.dossiers.models import Dossier
from labelling.instruction.models import Application
from labelling.instruction.states import OPEN
from labelling.referencing.models import Referencing
from workflows.presentation.french import format_date
from workflows.verdicts import Unmet

S = RecognitionState
APPLIED_WITH: dict[str, type[Application]] = {
    RecognitionKind.LABEL: Dossier,
    RecognitionKind.ACCOMPANIST: Referencing,
}


def renewing(recognition: Recognition) -> Application | None:
    """The open application that renews it, if any. One query."""
    kind = APPLIED_WITH[recognition.kind]
    found: Application | None = kind.objects.filter(renews=recognition, state__in=OPEN).first()
    return found


def is_renewable(recognition: Recognition, today: date) -> bool:
    """Whether its renewal may be opened: no query before the day comes, two from then on."""
    if not is_in_its_last_months(recognition, today):
        return False
    return next(obstacles(recognition, today), None) is None


def obstacles(recognition: Recognition, today: date) -> Iterator[Unmet]:
    """What keeps `recognition` from being renewed on `today`; nothing when it may be."""
    noun = NOUNS[RecognitionKind(recognition.kind)]
    opens = renewal_opens(recognition.term_ends_on, recognition.kind)
    if recognition.state not in (S.SCHEDULED, S.ACTIVE) or recognition.valid_until < today:
        yield Unmet("not_active", f"Seul un {noun} actif se renouvelle.")
    elif today < opens:
        yield Unmet("too_early", f"Le renouvellement s’ouvre le {format_date(opens)}.")
    elif recognition.state == S.SCHEDULED:
        yield Unmet("not_begun", f"Ce {noun} n’a pas encore commencé.")
    following = recognition.successor
    if following is not None:
        since = format_date(following.valid_from)
        yield Unmet(
            "already_renewed",
            f"Il est déjà renouvelé\u00a0: {following.number} prend la suite le {since}.",
            following.get_absolute_url(),
        )
    application = renewing(recognition)
    if application is not None:
        yield Unmet(
            "renewal_open",
            "Continuer le dossier de renouvellement",
            application.get_absolute_url(),
            "Son renouvellement est déjà ouvert.",
        )
