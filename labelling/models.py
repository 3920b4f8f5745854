"""Django's entrance: every model of labelling. We import each from its feature."""

from labelling.dossiers.models import Dossier
from labelling.evidence.models import AssemblyPresentation, Evidence, InternalPresentation
from labelling.exchanges.models import ProgressExchange
from labelling.foresight.models import RenewalNotice
from labelling.frameworks.models import Coverage, Framework
from labelling.instruction.models import Assessment, Complement
from labelling.referencing.models import (
    Acceptance,
    Mission,
    MissionContact,
    ReferenceCheck,
    Referencing,
    TrainedPerson,
)
from labelling.renewal.models import TermReport
from labelling.revisions.models import CharterRevision, ConsultedParty, ShownAlignment

__all__ = [
    "Acceptance",
    "AssemblyPresentation",
    "Assessment",
    "CharterRevision",
    "Complement",
    "ConsultedParty",
    "Coverage",
    "Dossier",
    "Evidence",
    "Framework",
    "InternalPresentation",
    "Mission",
    "MissionContact",
    "ProgressExchange",
    "ReferenceCheck",
    "Referencing",
    "RenewalNotice",
    "ShownAlignment",
    "TermReport",
    "TrainedPerson",
]
