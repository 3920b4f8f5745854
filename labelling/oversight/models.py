"""Django's entrance: every model of the oversight. We import each from its feature."""

from labelling.oversight.reviews.models import ComplianceReview, CorrectiveAction, Finding

__all__ = ["ComplianceReview", "CorrectiveAction", "Finding"]
