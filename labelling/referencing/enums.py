"""The words of a referencing: value, French label. Values are contracts."""

from django.db import models


class Part(models.TextChoices):
    """What an application is made of, in the order in which it is written."""

    STANDING = "standing", "Votre organisation"
    OFFER = "offer", "Ce que vous proposez"
    TERRITORY = "territory", "Où vous intervenez"
    PEOPLE = "people", "Personnes formées à la partie privée"
    MISSIONS = "missions", "Vos références"
    COMMITMENTS = "commitments", "Vos engagements"
    PIECES = "pieces", "Attestation fiscale et contrat type"


class Channel(models.TextChoices):
    """How somebody was asked about a mission."""

    PHONE = "phone", "Par téléphone"
    EMAIL = "email", "Par e-mail"
    VIDEO = "video", "En visioconférence"
    MEETING = "meeting", "De vive voix"
