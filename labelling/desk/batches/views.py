"""Acting on several cases: choosing what, seeing what it would do, confirming, following."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from directory.rulebook import DirectoryRules
from labelling.desk.batches.forms import (
    NONE_PICKED,
    PICKED,
    SEEN,
    TOO_MANY,
    UNREADABLE,
    ActForm,
    ConfirmForm,
    keys_in,
)
from labelling.desk.batches.models import Batch, ItemStatus
from labelling.desk.batches.operations import MOST, confirm, foresee
from labelling.desk.pipeline.views import KINDS
from workflows.models import Case
from workflows.pages.bulk import bulk_acts
from workflows.pages.paging import MOST_KEY
from workflows.pages.views import RoleAccessMixin
from workflows.verdicts import Refused, Unmet

RECENT = 10
KIND_LABELS = [kind._meta.label_lower for kind in KINDS]


def picked(keys: Sequence[int]) -> list[Case]:
    """The applications of `keys`, the only cases that are picked, in the order of their number."""
    found = Case.objects.filter(pk__in=keys[: MOST + 1], kind__in=KIND_LABELS)
    return list(found.order_by("reference", "pk"))


class BatchPageView(RoleAccessMixin, View):
    """In the menu it stands at the dossiers, as its crumbs say: it is reached from their list."""

    policy = DirectoryRules.cress_staff

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        request.stands_at = reverse("labelling:queue")  # type: ignore[attr-defined]


class BatchesView(BatchPageView):
    """What to do to those that were picked in a list (`?affaire=1&affaire=2`), and one's own past
    ones."""

    def get(self, request: HttpRequest) -> HttpResponse:
        keys = keys_in(request.GET)
        return self.page(picked(keys))

    def page(self, cases: list[Case], failed: ActForm | None = None) -> HttpResponse:
        """The acts, each with what it asks; `failed` is the one whose form was refused."""
        problem = TOO_MANY if len(cases) > MOST else ""
        acts = bulk_acts().values()
        forms = [failed if failed and failed.act is act else ActForm(act=act) for act in acts]
        status = 422 if failed or problem else 200
        own = Batch.objects.filter(person=self.actor.user)
        context = {
            "cases": cases,
            "forms": forms if cases and not problem else [],
            "failed": failed,
            "problem": problem,
            "none_picked": NONE_PICKED,
            "recent": [(batch, label_of(batch)) for batch in own[:RECENT]],
        }
        return render(self.request, "desk/batches.html", context, status=status)


class PreviewBatchView(BatchesView):
    """What the act would do to each, or why it would not: nothing is done."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        cases = picked(keys_in(request.POST))
        act = bulk_acts().get(request.POST.get("act", ""))
        if act is None or not cases or len(cases) > MOST:
            return self.page(cases)
        form = ActForm(request.POST, act=act)
        if not form.is_valid():
            return self.page(cases, form)
        foreseen = foresee(cases, form.asked, actor=self.actor)
        context = {
            "act": act,
            "asked": form.asked,
            "chosen": dict(act.choices()).get(form.asked.choice, ""),
            "possible": [one for one in foreseen if not one.why_not],
            "refused": [one for one in foreseen if one.why_not],
            "token": uuid4(),
            "back": f"{reverse('desk:batches')}?{urlencode([(PICKED, case.pk) for case in cases])}",
        }
        return render(request, "desk/batch_preview.html", context)


class ConfirmBatchView(RoleAccessMixin, View):
    """Have it done. A second click leads to what the first one began."""

    http_method_names = ["post"]
    policy = DirectoryRules.cress_staff

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ConfirmForm(request.POST)
        if not form.is_valid():
            raise Refused(UNREADABLE, unmet=[Unmet("unreadable", UNREADABLE)])
        seen = form.cleaned_data[SEEN]
        batch = confirm(form.token_given, form.asked, seen, actor=self.actor)
        return HttpResponseRedirect(batch.get_absolute_url())


class BatchView(BatchPageView):
    """How far it is, then what was done and what was not, and why: for whoever asked for it."""

    template_name = "desk/batch.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        number = Count("items")
        left = Count("items", filter=Q(items__status=ItemStatus.WAITING))
        own = Batch.objects.filter(person=self.actor.user, pk=min(pk, MOST_KEY))
        batch: Any = own.annotate(number=number, left=left).first()
        if batch is None:
            raise Http404
        items = batch.items.select_related("case") if batch.finished_at else []
        context = {
            "batch": batch,
            "label": label_of(batch),
            "over": batch.number - batch.left,
            "done": [item for item in items if item.status == ItemStatus.DONE],
            "not_done": [item for item in items if item.status != ItemStatus.DONE],
        }
        return render(request, self.template_name, context)


class BatchProgressView(BatchView):
    """The part of the page that follows it."""

    template_name = "desk/parts/batch_progress.html"


def label_of(batch: Batch) -> str:
    """What the act is called; its key, were it known no more."""
    act = bulk_acts().get(batch.act)
    return act.label if act else batch.act
