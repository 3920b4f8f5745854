"""What a progress exchange says of itself to the pages that every kind of case shares."""

from collections.abc import Collection, Mapping, Sequence

from directory.memberships.voices import voices_with
from labelling.exchanges.models import ProgressExchange
from workflows.kinds import CaseKind, Slot, case_kind
from workflows.presentation.links import url_to

REPORT = "progress"
WITH_PAGE = ("send_report", "answer_report")  # the name of each page is that of its action


@case_kind(ProgressExchange)
class ExchangeKind(CaseKind):
    """An organisation and the CRESS write to each other; files come with the report."""

    def voices(self, case: ProgressExchange, authors: Collection[int]) -> Mapping[int, str]:
        return voices_with(case.organisation, authors)

    def slots(self, case: ProgressExchange) -> Sequence[Slot]:
        return [Slot(REPORT, "Ce qui accompagne l’échange")]

    def page_to(self, case: ProgressExchange, action: str) -> str:
        if action in WITH_PAGE:
            return url_to(f"labelling:{action}", case.pk)
        return super().page_to(case, action)
