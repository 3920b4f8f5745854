"""What the instruction keeps of a person."""

from directory.own_data.registry import apart, own
from labelling.referencing.models import MissionContact, ReferenceCheck

own(
    "reference_checks",
    "Les références que vous avez vérifiées, sans ce qu’un tiers en a dit",
    ReferenceCheck,
    of="made_by",
    made_on="made_on",
    channel="channel",
)
apart(
    MissionContact,
    "email",
    why="Qui peut être interrogé sur une mission n’a pas de compte ici\u00a0: la CRESS lui répond.",
)
