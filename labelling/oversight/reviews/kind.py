"""What a review says of itself to the pages that every kind of case shares."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from directory.memberships.voices import voices_with
from labelling.oversight.reviews.models import ComplianceReview, CorrectiveAction, Finding
from labelling.oversight.rulebook import OversightRules
from workflows.kinds import CaseKind, Slot, case_kind
from workflows.pages.history_rows import History

CHANGE_EVIDENCE = "change_evidence"  # the action of the law by which the reviewer's files change


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
            found += [
                Slot(finding.evidence_slot, f"Ce que montre le {words}", CHANGE_EVIDENCE),
                Slot(finding.answer_slot, f"Réponse au {words}"),
                Slot(finding.correction_slot, f"Correction du {words}"),
            ]
        return found

    def records(self, case: ComplianceReview, reader: Any = None) -> Sequence[Any]:
        """What was written then taken off before it was notified is not for the organisation."""
        if reader is not None and OversightRules.reviewed_people.verdict(reader, case).permitted:
            return ()
        return [
            History(Finding, "review_id", case.pk),
            History(CorrectiveAction, "finding__review_id", case.pk),
        ]
