"""A recognition follows from an application that the committee validated, and from nothing else."""

from collections.abc import Iterator

from directory.recognitions.enums import RecognitionKind
from directory.recognitions.models import Recognition
from labelling.dossiers.models import Dossier
from labelling.instruction.models import Application
from labelling.referencing.models import Referencing
from workflows.proof.registry import proof

GRANTED_BY: dict[RecognitionKind, tuple[type[Application], str]] = {
    RecognitionKind.LABEL: (Dossier, "label"),
    RecognitionKind.ACCOMPANIST: (Referencing, "référencement"),
}


@proof("Labels et décisions")
def labels_follow_from_validated_dossiers() -> Iterator[str]:
    """Each was granted by the decision that validated its application; each of these gave one."""
    for kind in GRANTED_BY:
        yield from _unfounded(kind)


def _unfounded(kind: RecognitionKind) -> Iterator[str]:
    model, given = GRANTED_BY[kind]
    validated = model.history.filter(transition="validate")
    decided = set(validated.values_list("case_ptr_id", "actor"))
    grants = Recognition.history.filter(kind=kind, transition="grant")
    granted = list(grants.values_list("number", "case_id", "actor"))
    for number, case_id, actor in granted:
        if (case_id, actor) not in decided:
            yield f"{number} : aucune décision du comité n’a validé le dossier dont il vient"
    for case_id, actor in sorted(decided - {(case, by) for _, case, by in granted}):
        yield f"dossier {case_id} : validé par « {actor} » sans avoir donné de {given}"
