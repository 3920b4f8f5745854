"""A review, its findings, what the committee may decide of it."""

from labelling.oversight.reviews.models.findings import CorrectiveAction, Finding
from labelling.oversight.reviews.models.review import ComplianceReview

__all__ = ["ComplianceReview", "CorrectiveAction", "Finding"]
