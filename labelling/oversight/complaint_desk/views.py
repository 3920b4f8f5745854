"""The complaints, for those who handle them: the list, one complaint, and what is done about it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from labelling.oversight.complaint_desk.acts import ACTS
from labelling.oversight.complaint_desk.forms import ReviewForm, SayForm
from labelling.oversight.complaint_desk.listing import Cursor, Sight, read_page
from labelling.oversight.complaint_desk.reading import complaint_page, opening_page
from labelling.oversight.complaints.models import Complaint, ComplaintFile
from labelling.oversight.complaints.operations import review_for, review_under_way, say
from labelling.oversight.identities.models import Opening
from labelling.oversight.identities.operations import agree, read_identity, refuse
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.rulebook import OversightRules
from workflows.access import CaseRules
from workflows.pages.paging import AFTER, keyed_pager
from workflows.pages.serving import serve
from workflows.pages.views import (
    ActionFormView,
    ObjectAccessMixin,
    OperationFormView,
    RoleAccessMixin,
    require_now,
    visitor,
)
from workflows.policies import keys_held

RELATED = ("recognition__organisation", "review")
OF_OPENING = ("asked_by", "settled_by", "complaint__recognition__organisation")
OVER = "terminees"


class ComplaintsView(RoleAccessMixin, TemplateView):
    """« Les réclamations » of whoever handles some: what is late first; or those that are over."""

    policy = OversightRules.read_complaints
    template_name = "complaints/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        over = self.request.GET.get("etat") == OVER
        after = Cursor.parse(self.request.GET.get(AFTER, ""))
        today = timezone.localdate()
        sight = Sight.of(self.actor.user.pk, keys_held(self.request), today)
        page = read_page(sight, over=over, after=after, today=today)
        pager = keyed_pager(self.request, page.following)
        return super().get_context_data(page=page, pager=pager, over=over, **kwargs)


class ComplaintView(ObjectAccessMixin, View):
    """One complaint, as those who handle it read it: not who wrote it."""

    model = Complaint
    select_related = RELATED

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        context = complaint_page(self.object, self.actor)
        return render(request, "complaints/detail.html", context)


class SayView(ActionFormView):
    """Something that is done in words: `action`, of the law."""

    model: type[Any] = Complaint
    policy = OversightRules.complaint_handler
    select_related: Sequence[str] = RELATED
    template_name = "complaints/say.html"
    form_class = SayForm

    def get_form_kwargs(self) -> dict[str, Any]:
        act = ACTS[self.action]
        asked = {"label": act.label, "help_text": act.help_text, "wanted": act.wanted}
        return super().get_form_kwargs() | asked

    def operate(self, form: SayForm) -> str:
        say(self.object, self.action, words=form.cleaned_data["words"], actor=self.actor)
        return ACTS[self.action].done

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"complaint": self.object, "act": ACTS[self.action]}
        return super().get_context_data(back=self.get_success_url(), **shown, **kwargs)


class OpenReviewView(ObjectAccessMixin, OperationFormView):
    """A review of what is complained about, or the one that is open already."""

    model = Complaint
    policy = OversightRules.complaint_handler
    select_related = RELATED
    template_name = "complaints/review.html"
    form_class = ReviewForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_now(self.object, "open_review", self.actor)
        return super().get(request, *args, **kwargs)

    @cached_property
    def under_way(self) -> ComplianceReview | None:
        return review_under_way(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"joins": self.under_way is not None}

    def operate(self, form: ReviewForm) -> str:
        account = form.cleaned_data.get("account", "")
        review_for(self.object, account=account, actor=self.actor)
        return "Contrôle ouvert." if account else "Réclamation jointe au contrôle en cours."

    def get_success_url(self) -> str:
        return str(self.object.get_absolute_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"complaint": self.object, "under_way": self.under_way}
        return super().get_context_data(back=self.get_success_url(), **shown, **kwargs)


class OpeningView(ObjectAccessMixin, View):
    """Somebody asks to read an identity: why, for the second person, who reads nothing else."""

    model = Opening
    policy = OversightRules.read_opening
    select_related = OF_OPENING

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        context = opening_page(self.object, self.actor)
        return render(request, "complaints/opening.html", context)


class AgreeView(OpeningView):
    """The second person agrees: the identity is shown to both, for a time."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        agree(self.object, actor=self.actor)
        messages.success(request, "Lecture acceptée. Elle reste possible pour vous deux un jour.")
        return redirect(self.object.get_absolute_url())


class RefuseView(SayView):
    """The second person refuses, and says why to whoever asked."""

    model = Opening
    policy = OversightRules.read_opening
    select_related = OF_OPENING
    action = "refuse_identity"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_now(self.object.complaint, self.action, self.actor)
        return self.render_to_response(self.get_context_data())

    def operate(self, form: SayForm) -> str:
        refuse(self.object, words=form.cleaned_data["words"], actor=self.actor)
        return ACTS[self.action].done

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"complaint": self.object.complaint}


@method_decorator(never_cache, name="dispatch")
class IdentityView(ObjectAccessMixin, View):
    """Who complained: shown to the two who agreed, by a form that leaves its row, never kept."""

    model = Complaint
    policy = OversightRules.second_person
    select_related = RELATED
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        identity = read_identity(self.object, actor=self.actor)
        back = self.object.get_absolute_url() if self._reads_all() else ""
        context = {"complaint": self.object, "identity": identity, "back": back}
        return render(request, "complaints/identity.html", context)

    def _reads_all(self) -> bool:
        return CaseRules.read_case.verdict(self.actor, self.object).permitted


class ComplaintFileView(View):
    """A file of a complaint, for those who handle it and nobody else."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.is_authenticated:
            return
        related = "entry__complaint__recognition"
        found = ComplaintFile.objects.select_related(related)
        self.kept = get_object_or_404(found, pk=kwargs["pk"])
        CaseRules.read_case.require(visitor(request), self.kept.entry.complaint)

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return serve(request, self.kept, back_url=self.kept.entry.complaint.get_absolute_url())
