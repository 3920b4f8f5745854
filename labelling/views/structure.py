"""The journey of a structure: open, sign, appeal, withdraw."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View

from directory.charter_text import read
from directory.enums import CharterKind
from directory.models import CharterVersion, Membership, Organisation
from directory.policies import representatives_of
from labelling import operations
from labelling.enums import Approach
from labelling.forms.structure import AppealForm, OpenForm, SignForm, WithdrawForm
from labelling.models import Dossier
from labelling.models.dossier import OPEN
from labelling.next_step import appeal_deadline
from labelling.views.base import DossierPage, charter_of, tell_refusal
from workflows.engine import perform, verdict
from workflows.models import Task
from workflows.verdicts import Refused
from workflows.views import ObjectAccessMixin

PAGE_SIZE = 25


class DossierListView(View):
    """The dossiers of my organisations, newest first, a page at a time (`?avant=<pk>`)."""

    def get(self, request: HttpRequest) -> HttpResponse:
        mine = Organisation.objects.of(request.user)
        found = Dossier.objects.of_organisations(mine.values("pk")).order_by("-pk")
        if (before := request.GET.get("avant", "")).isdecimal():
            found = found.filter(pk__lt=int(before))
        rows = list(found.select_related("organisation")[: PAGE_SIZE + 1])
        shown = rows[:PAGE_SIZE]
        deadlines = _deadlines(shown)
        context = {
            "rows": [(dossier, deadlines.get(dossier.pk)) for dossier in shown],
            "older": shown[-1].pk if len(rows) > PAGE_SIZE else None,
            "ready": _without_open_dossier(mine),
        }
        return render(request, "labelling/list.html", context)


def _deadlines(dossiers: list[Dossier]) -> dict[int, Any]:
    """By dossier, when someone must have acted; one query."""
    tasks = Task.objects.open().requests().filter(process__case_id__in=[d.pk for d in dossiers])
    return dict(tasks.values_list("process__case_id", "due_at"))


def _without_open_dossier(organisations: Any) -> list[Organisation]:
    """Those for which a dossier may be opened."""
    busy = Dossier.objects.filter(state__in=OPEN).values("organisation_id")
    return list(organisations.exclude(pk__in=busy)[:PAGE_SIZE])


class OpenView(ObjectAccessMixin, View):
    """Open a dossier for an organisation."""

    model = Organisation
    policy = "labelling.open_for"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(OpenForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = OpenForm(request.POST)
        if not form.is_valid():
            return self._page(form, status=422)
        dossier = operations.open_dossier(
            organisation=self.object,
            approach=Approach(form.cleaned_data["approach"]),
            framework=form.cleaned_data["framework"],
            actor=self.actor,
        )
        messages.success(request, "Dossier ouvert. Première étape\u00a0: lire et signer la charte.")
        return redirect("labelling:sign", dossier.pk)

    def _page(self, form: OpenForm, status: int = 200) -> HttpResponse:
        context = {
            "organisation": self.object,
            "form": form,
            "existing": self.object.dossiers.filter(state__in=OPEN).first(),
        }
        return render(self.request, "labelling/open.html", context, status=status)


class SignView(DossierPage):
    """Read the charter in force in full, then sign it. Once signed, the page shows what was."""

    template_name = "labelling/sign.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(SignForm(initial=self._signatory()))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = SignForm(request.POST)
        version = CharterVersion.objects.in_force(CharterKind.STRUCTURES)
        if not form.is_valid():
            return self._page(form, status=422)
        if version is None or form.cleaned_data["digest"] != version.digest:
            return self._page(self._read_again(form), status=409, replaced=True)
        operations.sign_charter(
            self.object,
            version=version,
            user=self.actor.user,
            name=form.cleaned_data["name"],
            function=form.cleaned_data["function"],
        )
        messages.success(request, "Charte signée. Votre dossier est ouvert.")
        return redirect(self.object)

    def _signatory(self) -> dict[str, str]:
        membership = Membership.objects.active().filter(
            user=self.actor.user, organisation=self.object.organisation_id
        )
        return {
            "name": self.actor.user.get_full_name(),
            "function": membership.values_list("function", flat=True).first() or "",
        }

    @staticmethod
    def _read_again(form: SignForm) -> SignForm:
        """Name and function stay; the new text must be read and the box ticked again."""
        kept = {key: form.cleaned_data[key] for key in ("name", "function")}
        return SignForm(initial=kept)

    def _page(self, form: SignForm, status: int = 200, replaced: bool = False) -> HttpResponse:
        version = charter_of(self.object)
        form.initial["digest"] = version.digest if version else ""
        return self.page(
            status=status,
            form=form,
            version=version,
            reading=read(version.text) if version else None,
            principles=list(version.principles.all()) if version else [],
            signature=self.object.signature,
            verdict=verdict(self.object, "sign_charter", actor=self.actor),
            representatives=list(representatives_of(self.object.organisation_id)),
            today=timezone.localdate(),
            replaced=replaced,
        )


class _ReasonedMove(DossierPage):
    """A page that explains a transition, asks why, and performs it."""

    transition: str
    form_class: type[AppealForm] | type[WithdrawForm]
    done: str

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(self.form_class())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = self.form_class(request.POST)
        if form.is_valid():
            try:
                perform(
                    self.object,
                    self.transition,
                    actor=self.actor,
                    reason=form.cleaned_data["reason"],
                    expected=request.POST.get("expected") or None,
                )
            except Refused as refused:
                tell_refusal(form, refused)
            else:
                messages.success(request, self.done)
                return redirect(self.object)
        return self._page(form, status=422)

    def _page(self, form: Any, status: int = 200) -> HttpResponse:
        return self.page(
            status=status,
            form=form,
            verdict=verdict(self.object, self.transition, actor=self.actor),
            representatives=list(representatives_of(self.object.organisation_id)),
            last_day=appeal_deadline(self.object),
        )


class AppealView(_ReasonedMove):
    """Contest a refusal, within the appeal period."""

    template_name = "labelling/appeal.html"
    transition = "appeal"
    form_class = AppealForm
    done = "Recours formé. Le comité réexamine le dossier."


class WithdrawView(_ReasonedMove):
    """Give up the dossier, after confirmation."""

    template_name = "labelling/withdraw.html"
    transition = "withdraw"
    form_class = WithdrawForm
    done = "Dossier abandonné. Les pièces restent consultables."
