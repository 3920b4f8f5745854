"""What a recognition is worth today, in the words that the public reads."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from directory.enums import PrincipleKey, RecognitionKind, RecognitionState
from directory.models import Recognition
from directory.validity import add_months
from workflows.presentation.rosace import Petal, PetalStatus

NOUNS = {RecognitionKind.LABEL: "label", RecognitionKind.ACCOMPANIST: "référencement"}


@dataclass(frozen=True, slots=True)
class Validity:
    """How a state shows: `word` in a list (« Suspendu »), `is_said` in a sentence after « Ce label »,
    `means` what follows from it, `petals` how the rosace is drawn.
    """

    word: str
    is_said: str
    means: str
    tone: str
    icon: str
    petals: PetalStatus


VALIDITIES = {
    RecognitionState.SCHEDULED: Validity(
        "À venir",
        "n’est pas encore valide",
        "Il est attribué et commencera à la date prévue. D’ici là, le logo ne peut pas être affiché.",
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


def validity_of(recognition: Recognition, today: date) -> Validity:
    """What `recognition` is worth on `today`: past its last day, it has expired for everybody,

    whether or not `tick` has passed.
    """
    state = RecognitionState(recognition.state)
    live = (RecognitionState.ACTIVE, RecognitionState.SUSPENDED)
    if state in live and recognition.valid_until < today:
        state = RecognitionState.EXPIRED
    return VALIDITIES[state]


def petals_of(validity: Validity) -> list[Petal]:
    """The rosace as a seal."""
    return [Petal(validity.petals, key.label) for key in PrincipleKey]


def suspension_ends_by(recognition: Recognition) -> date | None:
    """When a suspension must be lifted or turned into a withdrawal."""
    if recognition.suspended_on is None:
        return None
    return add_months(recognition.suspended_on, settings.OSE_DELAYS["suspension_months"])
