"""OSE dossiers and what they are made of."""

from labelling.models.dossier import Dossier
from labelling.models.evidence import (
    AssemblyPresentation,
    Assessment,
    Complement,
    Evidence,
    InternalPresentation,
)
from labelling.models.framework import Framework

__all__ = [
    "AssemblyPresentation",
    "Assessment",
    "Complement",
    "Dossier",
    "Evidence",
    "Framework",
    "InternalPresentation",
]
