"""The pages of a review."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from labelling.oversight.reviews.models import ComplianceReview
from workflows.pages.views import ObjectAccessMixin


class ReviewView(ObjectAccessMixin, View):
    """One review, for its organisation, the CRESS, and the members that examine it."""

    model = ComplianceReview
    select_related = ("organisation", "recognition", "assignee")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return render(request, "oversight/review.html", {"review": self.object})
