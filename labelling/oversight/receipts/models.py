"""What a receipt is known by: a digest under a key that the database does not hold."""

from django.db import models

from labelling.oversight.complaints.models import Complaint

DIGEST = 64


class Receipt(models.Model):
    """The receipt of a complaint; it leaves with what it opens.

    `fingerprint` tells the same complaint sent again, word for word and file for file. `key` names
    the one that made both: while it is listed, they are found.
    """

    complaint = models.OneToOneField(Complaint, on_delete=models.PROTECT, related_name="receipt")
    digest = models.CharField(max_length=DIGEST, unique=True)
    fingerprint = models.CharField(max_length=DIGEST, unique=True)
    key = models.CharField(max_length=16)

    class Meta:
        verbose_name = "reçu"

    def __str__(self) -> str:
        return f"Reçu de {self.complaint.reference}"
