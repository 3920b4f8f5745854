"""The words of a compliance review: value, French label. Values are contracts."""

from django.db import models


class ReviewState(models.TextChoices):
    OPENED = "opened", "Ouvert"
    AWAITING_ANSWER = "awaiting_answer", "Réponse attendue"
    UNDER_ASSESSMENT = "under_assessment", "En examen"
    CORRECTIVE_ACTION = "corrective_action", "Correction en cours"
    REFERRED = "referred", "Transmis au comité"
    IN_DELIBERATION = "in_deliberation", "En délibération"
    APPEALED = "appealed", "En recours"
    CLOSED = "closed", "Clos"


class ReviewOrigin(models.TextChoices):
    """Why a review is opened; the label follows « Contrôle ouvert ».

    `surveillance` is for what the CRESS saw by itself, when none of the others says it better;
    `monitor` for what the independent monitor opens, and nobody else.
    """

    COMPLAINT = "complaint", "à la suite d’une réclamation"
    SAMPLING = "sampling", "par tirage au sort"
    PROGRESS = "progress", "au point d’étape des 18 mois"
    APPROVAL_ENDED = "approval_ended", "à la fin d’un agrément ESUS"
    LOGO_KEPT = "logo_kept", "pour un logo resté affiché"
    MONITOR = "monitor", "au titre du suivi indépendant"
    SURVEILLANCE = "surveillance", "par la CRESS, au titre du suivi"


class ReviewOutcome(models.TextChoices):
    COMPLIANT = "compliant", "Engagements tenus"
    CORRECTED = "corrected", "Écarts corrigés"
    DISMISSED = "dismissed", "Sans sanction"
    WARNED = "warned", "Avertissement"
    SUSPENDED = "suspended", "Suspension"
    WITHDRAWN = "withdrawn", "Retrait"
    ABANDONED = "abandoned", "Abandonné"


class AppealOutcome(models.TextChoices):
    UPHELD = "upheld", "Décision maintenue"
    AMENDED = "amended", "Décision réformée"
    ANNULLED = "annulled", "Décision annulée"


class Grade(models.TextChoices):
    OBSERVATION = "observation", "Observation"
    MINOR = "minor", "Écart mineur"
    MAJOR = "major", "Écart majeur"


class Conclusion(models.TextChoices):
    """What the reviewer makes of a finding in the end."""

    UNFOUNDED = "unfounded", "Le constat n’est pas retenu"
    ANSWERED = "answered", "La réponse suffit"
    CORRECTED = "corrected", "L’écart est corrigé"


class Question(models.TextChoices):
    """What the committee is asked about a review."""

    FIRST = "first", "Le comité examine un contrôle"
    APPEAL = "appeal", "Le comité examine un recours"
    LIFTING = "lifting", "Le comité examine la levée d’une suspension"


# From the lightest: an appeal never makes a sanction heavier.
SANCTIONS = (ReviewOutcome.WARNED, ReviewOutcome.SUSPENDED, ReviewOutcome.WITHDRAWN)
# Where the CRESS leads it, once the organisation knows of it.
LED = (
    ReviewState.AWAITING_ANSWER,
    ReviewState.UNDER_ASSESSMENT,
    ReviewState.CORRECTIVE_ACTION,
    ReviewState.REFERRED,
)
OPEN = tuple(state for state in ReviewState if state != ReviewState.CLOSED)
