"""What the committee may decide of a revision."""

from workflows.deliberation import Proposal

PROPOSALS = (
    Proposal(
        key="adopt",
        label="Adopter",
        question="Adoptez-vous ce texte de la charte\u00a0?",
        decided="Adoptée",
        transition="adopt",
        tone="ok",
        icon="check-circle",
        when_rejected="reject",
    ),
    Proposal(
        key="reject",
        label="Rejeter",
        question="Rejetez-vous ce texte de la charte\u00a0?",
        decided="Rejetée",
        transition="reject",
        tone="stop",
        icon="x-circle",
        reasoned=True,
    ),
)
