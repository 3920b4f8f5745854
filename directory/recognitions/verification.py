"""What a recognition is worth today, in the words that the public reads."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.safestring import SafeString

from directory.charters.enums import PrincipleKey
from directory.recognitions.enums import RecognitionKind, RecognitionState
from directory.recognitions.models import Recognition
from directory.recognitions.validity import renewal_opens
from workflows.lifecycles import machine_of
from workflows.presentation.badges import drawn_badge
from workflows.presentation.french import format_date
from workflows.presentation.rosace import DrawnPetal, Petal, PetalStatus, draw_rosace

NOUNS = {RecognitionKind.LABEL: "label", RecognitionKind.ACCOMPANIST: "référencement"}


@dataclass(frozen=True, slots=True)
class Validity:
    """How a state shows: `word` in a list (« Suspendu »), `says` after « Ce label », `means` what
    follows from it for a label (`meaning_of` for any), `petals` how the rosace is drawn.
    """

    word: str
    says: str
    means: str
    tone: str
    icon: str
    petals: PetalStatus

    @property
    def badge(self) -> SafeString:
        """As a list shows it."""
        return drawn_badge(self.tone, self.icon, self.word)


VALIDITIES = {
    RecognitionState.SCHEDULED: Validity(
        "À venir",
        "n’est pas encore valide",
        "Il commencera à la date prévue. D’ici là, le logo ne peut pas être affiché.",
        "info",
        "calendar",
        "none",
    ),
    RecognitionState.ACTIVE: Validity("Valide", "est valide", "", "ok", "check-circle", "ok"),
    RecognitionState.SUSPENDED: Validity(
        "Suspendu",
        "est suspendu",
        "Jusqu’à la levée de la suspension, cette organisation ne peut pas afficher le logo OSE "
        "ni s’en prévaloir.",
        "wait",
        "pause",
        "off",
    ),
    RecognitionState.WITHDRAWN: Validity(
        "Retiré",
        "a été retiré",
        "Cette organisation ne peut plus afficher le logo OSE ni s’en prévaloir.",
        "stop",
        "x-circle",
        "none",
    ),
    RecognitionState.EXPIRED: Validity(
        "Expiré",
        "a expiré",
        "Cette organisation ne peut plus afficher le logo OSE ni s’en prévaloir.",
        "mute",
        "archive",
        "none",
    ),
    RecognitionState.RENOUNCED: Validity(
        "Rendu",
        "a été rendu",
        "L’organisation y a renoncé d’elle-même. Elle ne peut plus afficher le logo OSE.",
        "mute",
        "archive",
        "none",
    ),
    RecognitionState.RENEWED: Validity(
        "Renouvelé",
        "a été renouvelé",
        "Un autre numéro a pris la suite de celui-ci.",
        "mute",
        "refresh",
        "none",
    ),
}

# What the same mean to who reads of an accompanist, whose listing is no logo.
OF_A_LISTING = {
    RecognitionState.SCHEDULED: "Cette organisation entrera dans l’annuaire à la date prévue.",
    RecognitionState.SUSPENDED: "Jusqu’à la levée de la suspension, cette organisation ne figure "
    "plus dans la liste de l’annuaire et ne peut pas se dire référencée.",
    RecognitionState.WITHDRAWN: "Cette organisation ne figure plus dans la liste de l’annuaire et "
    "ne peut plus se dire référencée.",
    RecognitionState.EXPIRED: "Cette organisation ne figure plus dans la liste de l’annuaire et ne "
    "peut plus se dire référencée.",
    RecognitionState.RENOUNCED: "L’organisation y a renoncé d’elle-même. Elle ne figure plus dans "
    "la liste de l’annuaire.",
}
_MEANINGS = {VALIDITIES[state]: words for state, words in OF_A_LISTING.items()}

# What has an end to come.
RUNNING = [
    VALIDITIES[state]
    for state in (RecognitionState.SCHEDULED, RecognitionState.ACTIVE, RecognitionState.SUSPENDED)
]


def validity_of(recognition: Recognition, today: date) -> Validity:
    """What `recognition` is worth on `today`.

    Past its last day it has expired for everybody, whether or not `tick` has passed.
    """
    return validity_on(today, recognition.state, recognition.valid_until)


def validity_on(today: date, state: str, valid_until: date) -> Validity:
    """The same, of what a row of its table says."""
    live = (RecognitionState.ACTIVE, RecognitionState.SUSPENDED)
    if state in live and valid_until < today:
        return VALIDITIES[RecognitionState.EXPIRED]
    return VALIDITIES[RecognitionState(state)]


def is_in_its_last_months(recognition: Recognition, today: date) -> bool:
    """Whether it runs, and the day has come to prepare its renewal; words and days, no query.

    An extension moves its last day, and not the day from which it may be renewed.
    """
    opens = renewal_opens(recognition.term_ends_on, recognition.kind)
    active = recognition.state == RecognitionState.ACTIVE
    return active and opens <= today <= recognition.valid_until


def meaning_of(validity: Validity, kind: str) -> str:
    """What follows from `validity` for a recognition of `kind`; empty when it is valid."""
    if kind == RecognitionKind.ACCOMPANIST:
        return _MEANINGS.get(validity, validity.means)
    return validity.means


def status_line(recognition: Recognition, today: date) -> str:
    """Since when or until when, to follow the number: « valable jusqu’au 10 décembre 2029 »."""
    validity = validity_of(recognition, today)
    if validity is VALIDITIES[RecognitionState.SCHEDULED]:
        return f"valable à partir du {format_date(recognition.valid_from)}"
    if validity is VALIDITIES[RecognitionState.ACTIVE]:
        return f"valable jusqu’au {format_date(recognition.valid_until)}"
    if validity is VALIDITIES[RecognitionState.EXPIRED]:
        return f"expiré le {format_date(recognition.valid_until)}"
    if validity is VALIDITIES[RecognitionState.SUSPENDED] and recognition.suspended_on:
        return f"suspendu depuis le {format_date(recognition.suspended_on)}"
    ended_on = recognition.ended_on or recognition.valid_until
    return f"{validity.word.lower()} le {format_date(ended_on)}"


def headline(recognition: Recognition, today: date) -> str:
    """Whose it is and what it is worth: « Le Relais : label OSE valable jusqu’au 1er mai 2029 »."""
    noun = NOUNS[RecognitionKind(recognition.kind)]
    return f"{recognition.organisation}\u00a0: {noun} OSE {status_line(recognition, today)}"


def last_day_line(recognition: Recognition, today: date) -> str:
    """Until when as it stands, or how it ended: « 10 décembre 2029 », « retiré le 3 mars 2027 »."""
    if validity_of(recognition, today) in RUNNING:
        return format_date(recognition.valid_until)
    return status_line(recognition, today)


def seal_of(validity: Validity) -> list[DrawnPetal]:
    """The rosace as a seal: six petals of one look."""
    return draw_rosace([Petal(validity.petals, key.label) for key in PrincipleKey])


@dataclass(frozen=True, slots=True)
class Step:
    """One public line of a recognition's history: what and when, never who nor why."""

    title: str
    on: date
    tone: str


def public_steps(recognition: Recognition) -> list[Step]:
    """The history that anybody may read, newest first; one query."""
    machine = machine_of(Recognition)
    steps = []
    for row in recognition.history.order_by("-history_id"):
        title = public_title(row)
        day = timezone.localdate(row.history_date)
        steps.append(Step(title, day, machine.state(row.state).tone))
    return steps


def public_title(row: Any) -> str:
    """What one row of its history did, in a word: « Attribution », « Suspension ».

    A label taken up was granted long before the day of that row.
    """
    if row.transition == "import":
        return "Reprise au registre"
    transition = machine_of(Recognition).transitions.get(row.transition)
    return transition.law.done if transition else "Attribution"
