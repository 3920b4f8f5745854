"""What the slots of attachments are called."""

from directory.charters.enums import PrincipleKey
from labelling.evidence.models import AssemblyPresentation


def slot_label(slot: str) -> str:
    """« Principe 2, État des parties prenantes », « Procès-verbal de l’AG »."""
    kind, _, key = slot.partition(":")
    if kind == "principle":
        position = list(PrincipleKey).index(PrincipleKey(key)) + 1
        return f"Principe {position}, {PrincipleKey(key).label}"
    if slot == AssemblyPresentation.MINUTES_SLOT:
        return "Procès-verbal de l’AG"
    return "Réponses aux demandes" if kind == "complement" else "Autres pièces"
