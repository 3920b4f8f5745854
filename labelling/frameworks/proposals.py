"""What the committee may decide of a framework, candidate or to be examined again."""

from workflows.deliberation import Proposal

PROPOSALS = (
    Proposal(
        key="recognise",
        label="Reconnaître",
        question="Reconnaissez-vous ce référentiel, jusqu’à son prochain réexamen\u00a0?",
        decided="Reconnu",
        transition="recognise",
        tone="ok",
        icon="check-circle",
        when_rejected="withdraw",
    ),
    Proposal(
        key="withdraw",
        label="Retirer",
        question="Retirez-vous ce référentiel de ceux que suivent les dossiers\u00a0?",
        decided="Retiré",
        transition="withdraw",
        tone="stop",
        icon="x-circle",
        reasoned=True,
    ),
)
