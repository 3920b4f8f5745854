"""What is told of a progress exchange: to its organisation, and to the CRESS that reads it."""

from labelling.exchanges.models import ProgressExchange
from labelling.rulebook import LabellingRules
from workflows.outbox.notices import progress, receipt, request, silence, tell

tell(
    ProgressExchange,
    {
        "ask": [request("exchange_ask", LabellingRules.structure)],
        "send_report": [
            receipt("exchange_send_receipt", LabellingRules.structure),
            request("exchange_send", LabellingRules.instructor_without_conflict),
        ],
        "lapse": [request("exchange_lapse", LabellingRules.structure)],
        "answer_report": [progress("exchange_answer", LabellingRules.structure)],
    },
)
silence(ProgressExchange, "lift", why="the end of the recognition is told")
