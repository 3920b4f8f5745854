from labelling.instruction.kind import ApplicationKind
from tests.candidacies.models import Candidacy
from workflows.kinds import case_kind


@case_kind(Candidacy)
class CandidacyKind(ApplicationKind):
    """Files answer the requests, and nothing else."""
