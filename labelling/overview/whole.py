"""A dossier whole: every answer, on one page to be printed and at the head of a ZIP."""

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from directory.charters.enums import PrincipleKey
from labelling.dossiers.accompanied import accompaniments_in
from labelling.dossiers.models import Dossier
from labelling.instruction.links import page_url
from labelling.instruction.models import Assessment
from labelling.instruction.models.recorded import recorded_assessments
from labelling.instruction.reading.criteria import Content
from labelling.instruction.reading.filed import complements_of
from labelling.overview.filed_dossier import filed_in, slot_of_principle
from labelling.renewal.reading import report_of


@dataclass(frozen=True, slots=True)
class Principle:
    """One principle: what the structure gave, and what the instructor found of it, if anything.

    `edit_url` is the page where the structure writes it.
    """

    position: int
    label: str
    content: Content
    assessment: Assessment | None
    edit_url: str

    @property
    def is_assessed(self) -> bool:
        """Whether it has a finding, or awaits one."""
        return self.assessment is not None or not self.content.settled_by


def whole_context(dossier: Dossier, *, findings: bool) -> dict[str, Any]:
    """What `labelling/parts/whole.html` shows, in a fixed number of queries.

    `findings` adds those of the instructor, which are for who instructs and who decides. A page
    that says `editing` besides leads to where each part is changed.

    `missing` names the files that may not leave: under scan, or refused.
    """
    given = filed_in(dossier)
    recorded = recorded_assessments(dossier) if findings else {}
    return {
        "state": dossier.state_info,
        "findings": findings,
        "principles": [
            Principle(
                position,
                str(key.label),
                content,
                recorded.get(key),
                page_url("principle", dossier, key),
            )
            for position, (key, content) in enumerate(
                zip(PrincipleKey, given.contents, strict=True), start=1
            )
        ],
        "complements": complements_of(dossier, given.files),
        "accompaniments": accompaniments_in(dossier),
        "report": report_of(dossier),
        "assembly": given.assembly,
        "internal": given.internal,
        "missing": [file for lines in given.files.values() for file in lines if not file.url],
        "today": timezone.localdate(),
    }


def folders_of() -> dict[str, str]:
    """By slot, the folder of its files in the ZIP: principles in their order."""
    return {
        slot_of_principle(key): f"{position} {key.label}"
        for position, key in enumerate(PrincipleKey, start=1)
    }
