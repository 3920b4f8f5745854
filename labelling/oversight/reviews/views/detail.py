"""The page of a review, and the moves that need no form."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from directory.delays.in_force import delay
from labelling.oversight.reviews.guards.findings import findings_of
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.reviews.reading.page import acts_on, additions_to, cards_of, rare_acts_on
from labelling.oversight.rulebook import OversightRules
from workflows.access import CaseRules
from workflows.flow.inbox import waiting_for
from workflows.pages.cases.conversation import conversation_on
from workflows.pages.cases.history import last_moves
from workflows.pages.remarks import remarks_of, sections_of
from workflows.pages.views import ObjectAccessMixin, TransitionView

LAST_ENTRIES = 6
RELATED = ("organisation", "recognition", "assignee", "signature__version__charter")


class ReviewView(ObjectAccessMixin, View):
    """One review, for its organisation, the CRESS, and the members that examine it."""

    model = ComplianceReview
    select_related = RELATED

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        review, actor = self.object, self.actor
        findings = findings_of(review)
        writes = CaseRules.correspond.verdict(actor, review).permitted
        acts = acts_on(review, actor, findings)
        context = {
            "review": review,
            "cards": cards_of(review, actor, findings),
            "acts": acts,
            "rare_acts": rare_acts_on(review, actor, findings),
            "missing": [unmet for act in acts[:1] for unmet in act.unmet],
            "answer_days": delay("review_answer"),
            "additions": additions_to(review, actor),
            "reads_list": OversightRules.read_reviews.verdict(actor, review).permitted,
            "is_theirs": OversightRules.reviewed_people.verdict(actor, review).permitted,
            "remarks": remarks_of(review, actor),
            "sections": sections_of(review, actor),
            "may_be_contested": review.may_be_contested(timezone.localdate()),
            "waiting": waiting_for(review.pk),
            "conversation": conversation_on(review, actor.user) if writes else None,
            "entries": last_moves(review, limit=LAST_ENTRIES),
        }
        return render(request, "oversight/review.html", context)


class ReviewTransitionView(TransitionView):
    """The moves that need no form."""

    model = ComplianceReview
    transitions = ("take_charge", "notify", "answer", "ask_correction", "correct")

    def done_message(self, name: str) -> str:
        """Whoever sends corrections is not told, as the history is, that it may be the delay."""
        return "Corrections envoyées." if name == "correct" else super().done_message(name)
