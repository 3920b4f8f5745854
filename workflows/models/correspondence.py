"""What people add to a case, messages and files; and what any file that we keep is."""

import uuid

from django.conf import settings
from django.db import models

from workflows.models.case import Case


class Message(models.Model):
    """One message on a case, seen by all who may see the case. Never edited, never deleted."""

    APPEND_ONLY = True
    ANNOUNCED = ("post",)

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    body = models.TextField("message", max_length=5000)
    sent_at = models.DateTimeField("envoyé le")

    class Meta:
        verbose_name = "message"
        ordering = ["sent_at", "pk"]
        indexes = [models.Index(fields=["case", "sent_at"], name="message_lately")]

    def __str__(self) -> str:
        return self.body[:60]


class ScanStatus(models.TextChoices):
    PENDING = "pending", "en cours d’analyse"
    CLEAN = "clean", "saine"
    UNSCANNED = "unscanned", "non analysée"
    INFECTED = "infected", "refusée"


def storage_path(stored: "StoredFile", filename: str) -> str:
    """Where the bytes go: a random name, so nothing about the file shows in its path."""
    return f"attachments/{uuid.uuid4().hex}"


# What a browser shows by itself, and nothing in it runs: SVG and HTML are not accepted at all.
PDF = "application/pdf"
SHOWN_IN_PAGES = frozenset({PDF, "image/gif", "image/jpeg", "image/png", "image/webp"})


class StoredFile(models.Model):
    """A file that was inspected and is kept, whatever it belongs to.

    `sha256` is that of the bytes received, `media_type` what they really are, `size` in bytes.
    """

    file = models.FileField(upload_to=storage_path, max_length=200)
    name = models.CharField("nom", max_length=150)
    size = models.PositiveIntegerField("taille, en octets")
    sha256 = models.CharField("empreinte SHA-256", max_length=64)
    media_type = models.CharField("type", max_length=100)
    scan = models.CharField(
        "analyse", max_length=10, choices=ScanStatus.choices, default=ScanStatus.PENDING
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField("déposé le")

    class Meta:
        abstract = True
        ordering = ["uploaded_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(size__gt=0), name="%(class)s_not_empty"),
            models.CheckConstraint(
                condition=models.Q(scan__in=ScanStatus.values), name="%(class)s_scan_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def servable(self) -> bool:
        """Whether the bytes may leave: scanned clean, or no scanner is configured."""
        return self.scan in (ScanStatus.CLEAN, ScanStatus.UNSCANNED)

    @property
    def is_pdf(self) -> bool:
        return self.media_type == PDF

    @property
    def showable(self) -> bool:
        """Whether a page may show the file in itself, rather than offer it for download."""
        return self.servable and self.media_type in SHOWN_IN_PAGES


class Attachment(StoredFile):
    """A file on a case.

    `slot` says what it is there for (`principle:questioning`, `minutes`, `message`). Removing hides
    it (`removed_at`): the bytes and the row stay as evidence.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="attachments")
    message = models.ForeignKey(
        Message, on_delete=models.PROTECT, null=True, blank=True, related_name="attachments"
    )
    slot = models.CharField(max_length=60)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta(StoredFile.Meta):
        verbose_name = "pièce"
        indexes = [
            models.Index(fields=["case", "slot"], name="attachment_slot"),
            models.Index(fields=["case", "uploaded_at"], name="attachment_lately"),
        ]
