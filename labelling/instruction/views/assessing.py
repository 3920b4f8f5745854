"""The assessments, written on the page of the application itself."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import models
from django.forms import Field
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from labelling.instruction.allowed import allows
from labelling.instruction.forms.assessments import AssessmentsForm, assessment_fields
from labelling.instruction.links import criterion_url
from labelling.instruction.models.recorded import recorded_assessments
from labelling.instruction.operations import assess_criterion
from labelling.instruction.views.requests import on_fields
from labelling.rulebook import LabellingRules
from workflows.actors import Actor
from workflows.pages.forms import tell_refusal
from workflows.pages.views import require_now
from workflows.verdicts import Refused, Stale


class AssessMixin:
    """Record the findings that the instructor has written, each by an action of its own.

    What is complete is recorded; what is not comes back as typed, with what it lacks. The page that
    it joins shows a refused form with `show(assessments=form, status=…)`.
    """

    policy = LabellingRules.instructor_in_charge
    form_class = AssessmentsForm

    model: Any
    object: Any
    actor: Actor
    request: HttpRequest
    show: Callable[..., HttpResponse]

    def typed_fields(self) -> dict[str, Field]:
        return assessment_fields(self.model)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The address that a refusal leaves in the browser: the page is the application's."""
        return redirect(f"{self.object.get_absolute_url()}#appreciations")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        require_now(self.object, "assess", self.actor)
        form = self.form_class(request.POST, application=self.object)
        form.is_valid()
        written = list(form.complete())
        saved = [each[0].label for each in written if self._record(form, *each)]
        confirmed = form.recorded.get(request.POST.get("confirm", ""))
        if confirmed and confirmed.criterion not in set(form.changed()):
            key = self.object.criteria(confirmed.criterion)
            if self._record(form, key, confirmed.finding, confirmed.reasons, confirmed=True):
                saved.append(key.label)
        if saved:
            messages.success(request, _saved_message(saved))
        if form.errors:
            return self.show(assessments=form, status=422)
        if not saved:
            messages.info(request, "Rien de nouveau à enregistrer dans les appréciations.")
        return redirect(self._place())

    def _record(
        self,
        form: AssessmentsForm,
        key: models.TextChoices,
        finding: str,
        reasons: str,
        *,
        confirmed: bool = False,
    ) -> bool:
        """Whether the finding was taken; what it lacks is told in `form`."""
        known = form.recorded.get(key)
        try:
            assess_criterion(
                self.object,
                criterion=key,
                finding=finding,
                reasons=reasons,
                seen=known.history_head if known else "",
                confirmed=confirmed,
                actor=self.actor,
            )
        except Stale:
            if not allows(self.object, "assess"):
                raise
            form.recorded = recorded_assessments(self.object)
            form.add_error(f"reasons_{key}", form.overtaken(key))
            return False
        except Refused as refused:
            tell_refusal(form, on_fields(refused, {"reasons": f"reasons_{key}"}))
            return False
        return True

    def _place(self) -> str:
        """The criterion to read next, the same or another: the page does not jump to its top."""
        key = self.request.POST.get("next", "")
        if key in self.object.criteria.values:
            return criterion_url(self.object, key)
        return f"{self.object.get_absolute_url()}#appreciations"


def _saved_message(saved: list[str]) -> str:
    """« Appréciation enregistrée : Plan d’actions. »"""
    plural = "s" if len(saved) > 1 else ""
    return f"Appréciation{plural} enregistrée{plural}\u00a0: {', '.join(saved)}."
