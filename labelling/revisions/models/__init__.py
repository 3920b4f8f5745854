"""A revision, what was answered to its consultation, what holders show of it."""

from labelling.revisions.models.answers import ConsultedParty, ShownAlignment
from labelling.revisions.models.revision import OPEN, CharterRevision

__all__ = ["OPEN", "CharterRevision", "ConsultedParty", "ShownAlignment"]
