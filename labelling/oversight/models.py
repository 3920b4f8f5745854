"""Django's entrance: every model of the oversight. We import each from its feature."""

from labelling.oversight.complaints.models import Complaint, ComplaintFile, Entry
from labelling.oversight.conformity.models import ConformityFile
from labelling.oversight.identities.models import Opening, SealedIdentity
from labelling.oversight.receipts.models import Receipt
from labelling.oversight.reviews.models import ComplianceReview, CorrectiveAction, Finding
from labelling.oversight.sampling.models import Campaign, Candidate

__all__ = [
    "Campaign",
    "Candidate",
    "Complaint",
    "ComplaintFile",
    "ComplianceReview",
    "ConformityFile",
    "CorrectiveAction",
    "Entry",
    "Finding",
    "Opening",
    "Receipt",
    "SealedIdentity",
]
