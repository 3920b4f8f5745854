"""The CRESS's list of reviews, and opening one."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View

from directory.delays.in_force import delay
from directory.recognitions.models import Recognition
from directory.rulebook import DirectoryRules
from labelling.oversight.reviews.enums import ReviewOrigin
from labelling.oversight.reviews.forms import NumberForm, OpenForm
from labelling.oversight.reviews.operations import open_review
from labelling.oversight.reviews.reading.listing import FILTERS, known_filter, read_reviews
from labelling.oversight.rulebook import OversightRules
from workflows.pages.paging import AFTER, address, keyed_pager
from workflows.pages.views import OperationFormView, RoleAccessMixin

NUMBER = "numero"


class ReviewsView(RoleAccessMixin, View):
    """« Les contrôles »: those that press first."""

    policy = OversightRules.read_reviews

    def get(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request)
        if form.is_valid():
            return redirect("oversight:open_review", number=form.cleaned_data[NUMBER].number)
        state = known_filter(request.GET.get("etat", ""))
        today = timezone.localdate()
        page = read_reviews(state, request.GET.get(AFTER, ""), today=today)
        context = {
            "page": page,
            "label": dict(FILTERS)[state],
            "filters": [
                {
                    "label": label,
                    "url": address(request, **{"etat": value or None, AFTER: None}),
                    "current": value == state,
                }
                for value, label in FILTERS
            ],
            "pager": keyed_pager(request, page.following),
            "form": form,
        }
        return render(
            request, "oversight/reviews.html", context, status=422 if form.is_bound else 200
        )

    def _form(self, request: HttpRequest) -> NumberForm:
        """What to open a review of."""
        return NumberForm(request.GET if NUMBER in request.GET else None)


class OpenReviewView(RoleAccessMixin, OperationFormView):
    """A review of one recognition, known by its number: of the CRESS, or of the monitor."""

    policy = OversightRules.read_reviews
    template_name = "oversight/open.html"
    form_class = OpenForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        found = Recognition.objects.select_related("organisation", "signature__version")
        recognition = found.filter(number=kwargs["number"]).first()
        if recognition is None:
            raise Http404
        self.recognition = recognition
        if request.user.is_authenticated:
            OversightRules.opens_reviews.require(self.actor, recognition)

    @cached_property
    def watches(self) -> bool:
        return DirectoryRules.monitor.verdict(self.actor, self.actor.user).permitted

    def get_form_kwargs(self) -> dict[str, Any]:
        given = {"recognition": self.recognition, "watches": self.watches}
        return super().get_form_kwargs() | given

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            recognition=self.recognition,
            watches=self.watches,
            answer_days=delay("review_answer"),
            **kwargs,
        )

    def operate(self, form: OpenForm) -> str:
        typed = form.cleaned_data
        review = open_review(
            self.recognition,
            origin=ReviewOrigin.MONITOR if self.watches else ReviewOrigin(typed["origin"]),
            account=typed["account"],
            reviewer=typed.get("reviewer"),
            actor=self.actor,
        )
        self.success_url = review.get_absolute_url()
        if self.watches:
            return "Contrôle ouvert. Déposez vos constats avant que la CRESS ne les notifie."
        return "Contrôle ouvert. Écrivez les constats, puis notifiez-les."
