"""A label follows from a dossier that the committee validated, and from nothing else."""

from collections.abc import Iterator

from directory.recognitions.enums import RecognitionKind
from directory.recognitions.models import Recognition
from labelling.dossiers.models import Dossier
from workflows.proof.registry import proof


@proof("Labels et décisions")
def labels_follow_from_validated_dossiers() -> Iterator[str]:
    """Each label was granted by the decision that validated its dossier; each dossier gave one."""
    validated = Dossier.history.filter(transition="validate")
    decided = set(validated.values_list("case_ptr_id", "actor"))
    grants = Recognition.history.filter(kind=RecognitionKind.LABEL, history_type="+")
    granted = list(grants.values_list("number", "case_id", "actor"))
    for number, case_id, actor in granted:
        if (case_id, actor) not in decided:
            yield f"{number} : aucune décision du comité n’a validé le dossier dont il vient"
    for case_id, actor in sorted(decided - {(case, by) for _, case, by in granted}):
        yield f"dossier {case_id} : validé par « {actor} » sans avoir donné de label"
