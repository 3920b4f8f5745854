"""The application of an accompanist, and the records that it is made of."""

from labelling.referencing.models.contents import (
    Acceptance,
    Mission,
    MissionContact,
    ReferenceCheck,
    TrainedPerson,
)
from labelling.referencing.models.referencing import Referencing

__all__ = [
    "Acceptance",
    "Mission",
    "MissionContact",
    "ReferenceCheck",
    "Referencing",
    "TrainedPerson",
]
