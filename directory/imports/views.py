"""« Reprendre des labels »: sending a file, saying its columns, reading what it would bring."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from directory.imports.columns import COLUMNS, Places
from directory.imports.drafts import fingerprint, leave, say_columns, send_file, table_of
from directory.imports.forms import ColumnsForm, SendForm
from directory.imports.issues import ImportRefused, Issue
from directory.imports.models import ImportDraft, LabelImport
from directory.imports.operations import Examined, examine
from directory.imports.tables import Table, letter, shown
from directory.imports.tasks import confirm_import
from directory.memberships.representing import represented
from directory.recognitions.models import Recognition
from directory.rulebook import DirectoryRules
from workflows.pages.forms import ask_file_again
from workflows.pages.paging import page_of
from workflows.pages.timeline import actor_names
from workflows.pages.views import ObjectAccessMixin, OperationFormView, RoleAccessMixin

SHOWN = 10
ALONE = "seules"
MOST_ROWS_TOLD = 200
PLACES_OF_LABELS = {column.label: column.key for column in COLUMNS}


class ImportsView(RoleAccessMixin, OperationFormView):
    """Sending a file, those under preparation, and what was taken up."""

    policy = DirectoryRules.cress_manager
    template_name = "directory/imports/imports.html"
    form_class = SendForm

    draft: ImportDraft

    def operate(self, form: SendForm) -> str:
        headings = form.table.headings
        self.draft = send_file(form.cleaned_data["file"], headings=headings, actor=self.actor)
        return ""

    def form_invalid(self, form: SendForm) -> HttpResponse:
        ask_file_again(form)
        return super().form_invalid(form)

    def get_success_url(self) -> str:
        return self.draft.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        brought = Recognition.objects.filter(case=OuterRef("pk")).order_by().values("case")
        number = Coalesce(Subquery(brought.annotate(number=Count("pk")).values("number")), 0)
        page = page_of(
            LabelImport.objects.annotate(number=number).order_by("-pk"), self.request, size=SHOWN
        )
        drafts = ImportDraft.objects.filter(taken_up=None).select_related("file", "sent_by")
        return super().get_context_data(
            page=page, drafts=list(drafts.order_by("-pk")[:SHOWN]), **kwargs
        )


class ImportView(ObjectAccessMixin, OperationFormView):
    """One file: its columns, then what is wrong row by row, or what it would bring."""

    model = ImportDraft
    policy = DirectoryRules.cress_manager
    select_related = ("file", "sent_by", "taken_up")
    template_name = "directory/imports/import.html"
    form_class = ColumnsForm

    object: ImportDraft
    table: Table

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.object.taken_up:
            return HttpResponseRedirect(self.object.taken_up.get_absolute_url())
        if self.object.under_way and request.method != "POST":
            return render(request, "directory/imports/under_way.html", {"draft": self.object})
        try:
            self.table = table_of(self.object)
        except ImportRefused as refusal:
            context = {"draft": self.object, "issues": refusal.issues}
            return render(request, "directory/imports/unreadable.html", context, status=422)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"table": self.table}

    def get_initial(self) -> dict[str, Any]:
        return dict(self.object.places)

    def operate(self, form: ColumnsForm) -> str:
        say_columns(self.object, places=form.places, actor=self.actor)
        return "Colonnes enregistrées. Elles seront proposées la prochaine fois."

    def get_success_url(self) -> str:
        return f"{self.object.get_absolute_url()}#essai"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(draft=self.object, **kwargs)
        form: ColumnsForm = context["form"]
        return context | {
            "fields": [form[column.key] for column in COLUMNS],
            "seen": fingerprint(self.object),
            **_tried(self.table, self.object.places),
        }


class ConfirmImportView(ObjectAccessMixin, View):
    """A button: take the labels up. The worker does."""

    http_method_names = ["post"]
    model = ImportDraft
    policy = DirectoryRules.cress_manager
    select_related = ("file",)

    object: ImportDraft

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        confirm_import(self.object, seen=request.POST.get("seen", ""), actor=self.actor)
        return HttpResponseRedirect(self.object.get_absolute_url())


class LeaveImportView(ObjectAccessMixin, View):
    """A button: forget the file."""

    http_method_names = ["post"]
    model = ImportDraft
    policy = DirectoryRules.cress_manager

    object: ImportDraft

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        leave(self.object, actor=self.actor)
        messages.success(request, "Fichier oublié. Rien n’en est repris.")
        return redirect("directory:imports")


class ImportProgressView(ObjectAccessMixin, View):
    """How far the worker is: the part of the page that follows it."""

    model = ImportDraft
    policy = DirectoryRules.cress_manager
    select_related = ("taken_up",)

    object: ImportDraft

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        answer = render(request, "directory/imports/progress.html", {"draft": self.object})
        if not self.object.under_way:
            answer["HX-Redirect"] = self.object.get_absolute_url()
        return answer


class LabelImportView(ObjectAccessMixin, TemplateView):
    """What one file brought: its labels, by number, and those whose organisation nobody represents.

    `?seules` keeps these alone.
    """

    model = LabelImport
    policy = DirectoryRules.cress_manager
    template_name = "directory/imports/report.html"

    object: LabelImport

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        brought = Recognition.objects.filter(case=self.object).select_related("organisation")
        brought = brought.annotate(represented=represented(organisation="organisation"))
        alone = brought.filter(represented=False)
        only_alone = ALONE in self.request.GET
        by = self.object.history.filter(history_type="+").values_list("actor", flat=True).get()
        return super().get_context_data(
            imported=self.object,
            who=actor_names([by])[by],
            number=brought.count(),
            number_alone=alone.count(),
            only_alone=only_alone,
            page=page_of((alone if only_alone else brought).order_by("number"), self.request),
            **kwargs,
        )


def _tried(table: Table, places: Places) -> dict[str, Any]:
    """What taking the file up would do today: `found`, or what is `wrong`, row by row."""
    missing = [column.label for column in COLUMNS if column.required and column.key not in places]
    if missing:
        return {"missing": missing}
    try:
        found = examine(table, places, at=timezone.now())
    except ImportRefused as refusal:
        return {
            "wrong": _by_row(refusal.issues[:MOST_ROWS_TOLD], table, places),
            "number_wrong": len(refusal.issues),
            "not_told": max(0, len(refusal.issues) - MOST_ROWS_TOLD),
        }
    return {"found": found, "summary": _summary(found)}


def _by_row(
    issues: Iterable[Issue], table: Table, places: Places
) -> list[tuple[int, list[tuple[str, str, str]]]]:
    """Each row with its (column of the file, what is in the cell, what is wrong)."""
    rows = dict(table.rows)

    def told(issue: Issue) -> tuple[str, str, str]:
        place = places.get(PLACES_OF_LABELS.get(issue.column, ""))
        if place is None:
            return issue.column, "", issue.message
        cells = rows.get(issue.row, ())
        held = shown(cells[place]) if place < len(cells) else ""
        return f"{letter(place)}. {issue.column}", held[:60], issue.message

    by_row = groupby(issues, key=lambda issue: issue.row)
    return [(row, [told(issue) for issue in group]) for row, group in by_row]


def _summary(found: Examined) -> dict[str, Any]:
    ends = [label.valid_until for label in found.labels]
    return {
        "number": len(found.labels),
        "known": len(found.known),
        "new": len(found.labels) - len(found.known),
        "first_end": min(ends),
        "last_end": max(ends),
        "examples": [(label, found.known.get(label.row)) for label in found.labels[:SHOWN]],
        "more": max(0, len(found.labels) - SHOWN),
    }
