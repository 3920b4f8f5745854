"""What a review says of itself to the pages that every kind of case shares."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from directory.memberships.voices import voices_with
from labelling.oversight.reviews.models import ComplianceReview, CorrectiveAction, Finding
from labelling.oversight.rulebook import OversightRules
from workflows.kinds import CaseKind, Slot, case_kind
from workflows.pages.history_rows import History

# The actions of the law by which the files change of what the CRESS found, of what the monitor did.
CHANGE_EVIDENCE, CHANGE_INDEPENDENT = "change_evidence", "change_independent_evidence"


@case_kind(ComplianceReview)
class ReviewKind(CaseKind):
    """An organisation and the CRESS write to each other; files go with one finding."""

    def voices(self, case: ComplianceReview, authors: Collection[int]) -> Mapping[int, str]:
        return voices_with(case.organisation, authors)

    def slots(self, case: ComplianceReview) -> Sequence[Slot]:
        """What is shown, answered and corrected of each finding; one query."""
        found = []
        for finding in case.findings.standing():
            words = f"constat {finding.position}"
            change = CHANGE_INDEPENDENT if finding.independent else CHANGE_EVIDENCE
            found += [
                Slot(finding.evidence_slot, f"Ce que montre le {words}", change),
                Slot(finding.answer_slot, f"Réponse au {words}"),
                Slot(finding.correction_slot, f"Correction du {words}"),
            ]
        return found

    def records(self, case: ComplianceReview, reader: Any = None) -> Sequence[Any]:
        """What was written then taken off before it was notified is not for the organisation."""
        if reader is not None and _is_reviewed(reader, case):
            return ()
        return [
            History(Finding, "review_id", case.pk),
            History(CorrectiveAction, "finding__review_id", case.pk),
        ]

    def untold(self, case: ComplianceReview, reader: Any) -> tuple[str, ...]:
        """Which files were gathered names those that were taken off, too."""
        return (CHANGE_EVIDENCE, CHANGE_INDEPENDENT) if _is_reviewed(reader, case) else ()


def _is_reviewed(reader: Any, review: ComplianceReview) -> bool:
    return OversightRules.reviewed_people.verdict(reader, review).permitted
