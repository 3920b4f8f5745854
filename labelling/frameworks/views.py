"""The pages of the frameworks: the public list, and those of the CRESS and the committee."""

from abc import abstractmethod
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import conditional_page

from directory.rulebook import DirectoryRules
from labelling.frameworks.enums import FrameworkState
from labelling.frameworks.forms import FrameworkForm, recorded_account
from labelling.frameworks.kind import DOCUMENTS
from labelling.frameworks.listing import entries_of
from labelling.frameworks.models import Framework
from labelling.frameworks.operations import describe_framework, propose_framework
from workflows.actors import Actor
from workflows.correspondence.files import attach_files
from workflows.correspondence.operations import attachments_of
from workflows.engine import verdict
from workflows.flow.inbox import waiting_for
from workflows.pages.cases.history import last_moves
from workflows.pages.paging import page_of
from workflows.pages.remarks import remarks_of
from workflows.pages.uploads import ask_again
from workflows.pages.views import (
    ObjectAccessMixin,
    OperationFormView,
    RoleAccessMixin,
    TransitionView,
    require_now,
    visitor,
)
from workflows.presentation.files import any_unscanned, file_lines

LAST_ENTRIES = 6
MOST_CANDIDATES = 25


@method_decorator([login_not_required, conditional_page], name="dispatch")
class FrameworksView(View):
    """« Les référentiels reconnus »: those that are, then those that are no longer.

    The CRESS sees the candidates besides.
    """

    def get(self, request: HttpRequest) -> HttpResponse:
        # By their values, « recognised » comes before « withdrawn ».
        page = page_of(Framework.objects.public().order_by("state", "name", "pk"), request)
        proposes = request.user.is_authenticated and _proposes(request)
        candidates = Framework.objects.filter(state=FrameworkState.CANDIDATE).order_by("-pk")
        context = {
            "page": page,
            "entries": entries_of(page.rows, timezone.localdate()),
            "proposes": proposes,
            "candidates": list(candidates[:MOST_CANDIDATES]) if proposes else [],
        }
        return render(request, "frameworks/list.html", context)


def _proposes(request: HttpRequest) -> bool:
    actor = visitor(request)
    return DirectoryRules.cress_staff.verdict(actor, actor.user).permitted


class FrameworkView(ObjectAccessMixin, View):
    """One framework, for the CRESS, and for the members of the committee that examine it."""

    model = Framework
    select_related = ("assignee",)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        framework, today = self.object, timezone.localdate()
        files = file_lines(attachments_of(framework, DOCUMENTS))
        context = {
            "framework": framework,
            "entry": entries_of([framework], today)[0],
            "files": files,
            "unscanned": any_unscanned(files),
            "remarks": remarks_of(framework, self.actor),
            "waiting": waiting_for(framework.pk),
            "followers": framework.dossiers.count(),
            "may_describe": verdict(framework, "describe", actor=self.actor).allowed,
            "may_ask_review": verdict(framework, "ask_review", actor=self.actor).allowed,
            "entries": last_moves(framework, limit=LAST_ENTRIES),
        }
        return render(request, "frameworks/detail.html", context)


class AccountFormView(OperationFormView):
    """The form of a framework: all of it is kept, or nothing; what was typed comes back."""

    form_class = FrameworkForm
    actor: Actor

    @transaction.atomic
    def operate(self, form: FrameworkForm) -> str:
        framework = self.written(form)
        attach_files(framework, slot=DOCUMENTS, uploads=form.accepted, actor=self.actor)
        self.success_url = framework.get_absolute_url()
        return self.done

    def form_invalid(self, form: FrameworkForm) -> HttpResponse:
        ask_again(form)
        return super().form_invalid(form)

    @abstractmethod
    def written(self, form: FrameworkForm) -> Framework:
        """The framework, as the form says it."""

    done: str


class ProposeView(RoleAccessMixin, AccountFormView):
    """The CRESS proposes a framework to the committee."""

    policy = DirectoryRules.cress_staff
    template_name = "frameworks/propose.html"
    done = "Référentiel proposé. Inscrivez-le à l’ordre du jour d’une séance."

    def written(self, form: FrameworkForm) -> Framework:
        return propose_framework(form.account(), actor=self.actor)


class DescribeView(ObjectAccessMixin, AccountFormView):
    """The CRESS says anew what a candidate is and covers."""

    model = Framework
    policy = DirectoryRules.cress_staff
    template_name = "frameworks/describe.html"
    done = "Proposition modifiée."

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_now(self.object, "describe", self.actor)
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return recorded_account(self.object)

    def written(self, form: FrameworkForm) -> Framework:
        return describe_framework(self.object, form.account(), actor=self.actor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(framework=self.object, **kwargs)


class FrameworkTransitionView(TransitionView):
    """The moves that need no form."""

    model = Framework
    policy = DirectoryRules.cress_staff
    transitions = ("ask_review",)
