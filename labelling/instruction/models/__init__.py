"""An application, abstract, and what the instruction writes beside it."""

from labelling.instruction.models.application import Application
from labelling.instruction.models.facts import DUE
from labelling.instruction.models.findings import Assessment, Complement

__all__ = ["DUE", "Application", "Assessment", "Complement"]
