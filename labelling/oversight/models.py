"""Django's entrance: every model of the oversight. We import each from its feature."""

from labelling.oversight.conformity.models import ConformityFile
from labelling.oversight.reviews.models import ComplianceReview, CorrectiveAction, Finding
from labelling.oversight.sampling.models import Campaign, Candidate

__all__ = [
    "Campaign",
    "Candidate",
    "ComplianceReview",
    "ConformityFile",
    "CorrectiveAction",
    "Finding",
]
