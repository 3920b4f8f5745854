"""The words of a complaint: value, French label. Values are contracts."""

from django.db import models

from directory.recognitions.enums import RecognitionKind


class ComplaintState(models.TextChoices):
    RECEIVED = "received", "Reçue"
    ADMISSIBLE = "admissible", "Recevable"
    INADMISSIBLE = "inadmissible", "Irrecevable"
    UNDER_REVIEW = "under_review", "En examen"
    ANSWERED = "answered", "Répondue"
    WITHDRAWN = "withdrawn", "Retirée"


class About(models.TextChoices):
    """Whom it is about: the holder of a recognition, or those who run the scheme."""

    ORGANISATION = "organisation", "Une organisation labellisée"
    ACCOMPANIST = "accompanist", "Un accompagnateur référencé"
    SCHEME = "scheme", "La CRESS, ou le fonctionnement du label"


# The recognition that each is about.
KIND_OF = {
    About.ORGANISATION: RecognitionKind.LABEL,
    About.ACCOMPANIST: RecognitionKind.ACCOMPANIST,
}


class Addressee(models.TextChoices):
    """Who handles it: whoever is complained about never does."""

    CRESS = "cress", "La CRESS"
    CHAIR = "chair", "La présidence du comité"


def addressee_of(about: str) -> Addressee:
    return Addressee.CHAIR if about == About.SCHEME else Addressee.CRESS


class EntryKind(models.TextChoices):
    """What was written on a complaint."""

    ACCOUNT = "account", "La réclamation"
    FACTS = "facts", "Ce que vous avez ajouté"
    WORD = "word", "Un mot sur la recevabilité"
    QUESTION = "question", "Une question"
    REASONS = "reasons", "Pourquoi elle n’est pas recevable"
    ANSWER = "answer", "La réponse"
    OPENING = "opening", "Pourquoi lire votre identité"
    CLOSED = "closed", "Pourquoi votre identité n’est pas lue"


# Written by whoever complains; the rest by whoever handles it.
THEIR_OWN = frozenset({EntryKind.ACCOUNT, EntryKind.FACTS})
