"""The summary of the file as a PDF, typeset from the facts of the day."""

import json
from pathlib import Path
from typing import Any

import typst

from labelling.oversight.conformity.enums import Status
from labelling.oversight.conformity.facts import Facts
from labelling.oversight.conformity.fairness import fairness
from labelling.oversight.conformity.lines import lines_of
from workflows.presentation.french import format_date

HERE = Path(__file__).parent


def summary_pdf(facts: Facts) -> bytes:
    """A few A4 pages in PDF/A-2b, tagged, in French: the same bytes for the same facts."""
    return typst.compile(
        HERE / "summary.typ",
        format="pdf",
        sys_inputs={"facts": json.dumps(_told(facts))},
        pdf_standards="a-2b",
        ignore_system_fonts=True,
    )


def _told(facts: Facts) -> dict[str, Any]:
    lines = lines_of(facts)
    tally = {status.label: sum(line.shown.status == status for line in lines) for status in Status}
    return {
        "dated": [facts.today.year, facts.today.month, facts.today.day],
        "day": format_date(facts.today),
        "tally": [f"{label}\u00a0: {number}" for label, number in tally.items()],
        "lines": [
            {
                "source": line.condition.source.label,
                "clause": line.condition.clause,
                "words": line.condition.words,
                "status": line.shown.status.label,
                "facts": list(line.shown.facts),
                "gaps": list(line.shown.gaps),
            }
            for line in lines
        ],
        "tables": [
            {"title": table.title, "heads": list(table.heads), "rows": list(table.rows)}
            for table in fairness()
        ],
    }
