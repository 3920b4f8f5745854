"""Django's entrance: every model of the oversight. We import each from its feature."""

from labelling.oversight.complaints.models import Complaint, ComplaintFile, Entry
from labelling.oversight.identities.models import Opening, SealedIdentity
from labelling.oversight.receipts.models import Receipt
from labelling.oversight.reviews.models import ComplianceReview, CorrectiveAction, Finding

__all__ = [
    "Complaint",
    "ComplaintFile",
    "ComplianceReview",
    "CorrectiveAction",
    "Entry",
    "Finding",
    "Opening",
    "Receipt",
    "SealedIdentity",
]
