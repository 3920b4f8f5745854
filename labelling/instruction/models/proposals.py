"""What the committee may decide of an application."""

from workflows.deliberation import Proposal

# Whom an adjournment or a refusal is addressed to reads why (ISO/IEC 17065: reasons are given).
PROPOSALS = (
    Proposal(
        key="validate",
        label="Valider",
        question="Validez-vous ce dossier\u00a0?",
        decided="Validé",
        transition="validate",
        tone="ok",
        icon="check-circle",
        when_rejected="refuse",
    ),
    Proposal(
        key="adjourn",
        label="Ajourner",
        question="Ajournez-vous ce dossier, pour demander des compléments\u00a0?",
        decided="Ajourné",
        transition="adjourn",
        tone="wait",
        icon="alert",
        reasoned=True,
    ),
    Proposal(
        key="refuse",
        label="Refuser",
        question="Refusez-vous ce dossier\u00a0?",
        decided="Refusé",
        transition="refuse",
        tone="stop",
        icon="x-circle",
        reasoned=True,
        contestable=True,
    ),
)
