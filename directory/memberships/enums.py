"""The words of the link between a person and an organisation: value, French label."""

from django.db import models


class MembershipRole(models.TextChoices):
    REPRESENTATIVE = "representative", "Représentation légale"
    CONTRIBUTOR = "contributor", "Préparation du dossier"


class MembershipState(models.TextChoices):
    REQUESTED = "requested", "Demandée"
    ACTIVE = "active", "Active"
    DECLINED = "declined", "Déclinée"
    ENDED = "ended", "Terminée"


class Verification(models.TextChoices):
    """What convinced that a person represents an organisation."""

    MANDATE = "mandate", "Un mandat ou un procès-verbal"
    REGISTER = "register", "Le registre officiel"
    CALL = "call", "Un appel à l’organisation"
    PEER = "peer", "La parole d’une personne déjà confirmée"


# What the CRESS may be shown; the other one comes by itself.
SHOWN_TO_CRESS = (Verification.MANDATE, Verification.REGISTER, Verification.CALL)
