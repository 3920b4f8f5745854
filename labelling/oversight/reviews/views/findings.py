"""The forms of one finding: written, answered, corrected, concluded."""

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views import View

from labelling.oversight.reviews.forms import (
    AnswerForm,
    ConclusionForm,
    CorrectionForm,
    DoneForm,
    FindingForm,
)
from labelling.oversight.reviews.inputs import (
    CorrectionDone,
    FindingAnswer,
    FindingConclusion,
    FindingEntry,
    FindingKey,
    PlannedCorrection,
)
from labelling.oversight.reviews.models import ComplianceReview, Finding
from labelling.oversight.reviews.operations import (
    answer_finding,
    show_correction,
    write_finding,
)
from labelling.oversight.reviews.views.acts import ReviewActView
from labelling.oversight.rulebook import OversightRules
from workflows.correspondence.files import attach_files
from workflows.engine import perform
from workflows.pages.uploads import WithFiles, ask_again
from workflows.pages.views import ObjectAccessMixin


def finding_of(review: ComplianceReview, pk: int) -> Finding:
    """That finding of this review; Http404 when it has no such one."""
    found = review.findings.standing().select_related("principle", "corrective_action")
    finding: Finding | None = found.filter(pk=pk).first()
    if finding is None:
        raise Http404
    return finding


class FilesKeptView(ReviewActView):
    """One with files: those that are sound are named when the form comes back."""

    def form_invalid(self, form: Any) -> HttpResponse:
        if isinstance(form, WithFiles):
            ask_again(form)
        return super().form_invalid(form)


class WriteFindingView(FilesKeptView):
    """A new finding, with what shows it."""

    policy = OversightRules.reviewer_in_charge
    action, form_class = "write_finding", FindingForm
    lead = "Un constat porte sur un engagement, et se lit seul."

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"review": self.object}

    @transaction.atomic
    def operate(self, form: FindingForm) -> str:
        typed = form.cleaned_data
        entry = FindingEntry(typed["commitment"], typed["seen"], typed["grade"], self.written)
        finding = write_finding(self.object, entry=entry, actor=self.actor, action=self.action)
        attach_files(
            self.object, slot=finding.evidence_slot, uploads=form.accepted, actor=self.actor
        )
        return f"{self.law.done}."

    @property
    def written(self) -> int | None:
        """The key of the finding that is written anew."""
        return None


class FileFindingView(WriteFindingView):
    """The same by the monitor, beside those of the CRESS."""

    policy = OversightRules.monitor_without_conflict
    action = "file_finding"
    lead = (
        "La CRESS le notifie avec les siens et conclut dessus, avec ses motifs. Elle ne peut ni le "
        "modifier ni le retirer."
    )


class OneFindingView(FilesKeptView):
    """One about a finding of the review."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if request.user.is_authenticated:
            self.finding = finding_of(self.object, kwargs["finding"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(finding=self.finding, **kwargs)


class RewriteFindingView(OneFindingView, WriteFindingView):
    """The same, written anew before it is notified."""

    @property
    def written(self) -> int:
        return self.finding.pk

    def get_initial(self) -> dict[str, Any]:
        return {
            "commitment": self.finding.principle.key,
            "grade": self.finding.grade,
            "seen": self.finding.observed,
        }


class RefileFindingView(RewriteFindingView, FileFindingView):
    """The monitor's, written anew by the monitor."""

    policy = OversightRules.monitor_without_conflict


class RemoveFindingView(ObjectAccessMixin, View):
    """POST takes a finding off, before it is notified."""

    model = ComplianceReview
    policy = OversightRules.reviewer_in_charge
    action = "remove_finding"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, finding: int) -> HttpResponse:
        found = finding_of(self.object, finding)
        perform(self.object, self.action, actor=self.actor, data=FindingKey(found.pk))
        return HttpResponseRedirect(f"{self.object.get_absolute_url()}#constats")


class RetractFindingView(RemoveFindingView):
    """POST takes off what the monitor found, by the monitor."""

    policy = OversightRules.monitor_without_conflict
    action = "retract_finding"


class AnswerFindingView(OneFindingView):
    """The organisation answers to one finding, with its files."""

    policy = OversightRules.reviewed_people
    action, form_class = "answer_finding", AnswerForm
    lead = "Votre réponse est gardée. Elle part à la CRESS quand chaque constat a la sienne."

    def get_initial(self) -> dict[str, Any]:
        return {"answer": self.finding.answer, "cause": self.finding.cause}

    def operate(self, form: AnswerForm) -> str:
        typed = form.cleaned_data
        given = FindingAnswer(self.finding.pk, typed["answer"], typed["cause"])
        answer_finding(self.object, given, uploads=form.accepted, actor=self.actor)
        return "Réponse gardée."


class PlanCorrectionView(OneFindingView):
    policy = OversightRules.reviewer_in_charge
    action, form_class = "plan_correction", CorrectionForm
    lead = "Ce qui est demandé à l’organisation, avec une date et la personne qui s’en charge."

    def get_initial(self) -> dict[str, Any]:
        planned = getattr(self.finding, "corrective_action", None)
        names = ("remedy", "correction", "owner", "due_on")
        return {name: getattr(planned, name) for name in names} if planned else {}

    def data(self, typed: dict[str, Any]) -> PlannedCorrection:
        return PlannedCorrection(pk=self.finding.pk, **typed)


class ShowCorrectionView(OneFindingView):
    policy = OversightRules.reviewed_people
    action, form_class = "show_correction", DoneForm
    lead = "Dites ce qui a été fait, et montrez-le."

    def get_initial(self) -> dict[str, Any]:
        planned = getattr(self.finding, "corrective_action", None)
        return {"account": planned.done} if planned else {}

    def operate(self, form: DoneForm) -> str:
        given = CorrectionDone(self.finding.pk, form.cleaned_data["account"], len(form.accepted))
        show_correction(self.object, given, uploads=form.accepted, actor=self.actor)
        return "Correction gardée."


class ConcludeView(OneFindingView):
    policy = OversightRules.reviewer_in_charge
    action, form_class = "conclude", ConclusionForm
    lead = "Votre conclusion se lit sous le constat."

    def get_initial(self) -> dict[str, Any]:
        return {
            "conclusion": self.finding.conclusion,
            "reasons": self.finding.conclusion_reasons,
            "check_on": self.finding.check_on,
        }

    def data(self, typed: dict[str, Any]) -> FindingConclusion:
        return FindingConclusion(pk=self.finding.pk, **typed)
