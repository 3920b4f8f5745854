"""What any application says of itself to the pages that every kind of case shares."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from directory.memberships.voices import voices_with
from labelling.instruction.links import page_url
from labelling.instruction.models import Application, Assessment, Complement
from labelling.instruction.models.recorded import complements_on
from labelling.rulebook import LabellingRules
from workflows.actors import Actor
from workflows.kinds import CaseKind, Slot
from workflows.pages.history_rows import History

CHANGE_FILES = "change_files"  # the action of the law by which files come and go


class ApplicationKind(CaseKind):
    """An organisation and the CRESS write to each other; files answer the requests."""

    def voices(self, case: Any, authors: Collection[int]) -> Mapping[int, str]:
        return voices_with(case.organisation, authors)

    def slots(self, case: Any) -> Sequence[Slot]:
        """One for each request; one query. A kind adds its own."""
        return slots_of_answers(case, complements_on(case))

    def page_to(self, case: Any, action: str) -> str:
        """Requests are answered on a page of their own."""
        if action == "resubmit":
            return page_url("complements", case)
        return super().page_to(case, action)

    def records(self, case: Any, reader: Any = None) -> Sequence[Any]:
        models = (Complement, Assessment) if reads_drafts(case, reader) else (Complement,)
        return [History(model, "case_id", case.pk, related=("case",)) for model in models]


def reads_drafts(case: Application, reader: Actor | None) -> bool:
    """Whether `reader` reads what the CRESS writes for itself and the committee.

    Findings are drafts until they are told: the organisation reads them on its own pages, as they
    were told, and not how they were come to.
    """
    return reader is None or not LabellingRules.structure.verdict(reader, case).permitted


def slots_of_answers(application: Application, asked: Sequence[Complement]) -> list[Slot]:
    """One for each of all that was `asked`, those of former rounds as they were."""
    return [_slot_of_answer(application, item, asked[-1].round) for item in asked]


def _slot_of_answer(application: Application, asked: Complement, last_round: int) -> Slot:
    """« Réponse à « Le plan daté. » »; what was answered in a former round stays as it was."""
    label = f"Réponse à «\u00a0{asked}\u00a0»"
    if asked.round != last_round:
        return Slot(asked.slot, label)
    url = page_url("complements", application)
    return Slot(asked.slot, label, CHANGE_FILES, f"{url}#demande-{asked.pk}")
