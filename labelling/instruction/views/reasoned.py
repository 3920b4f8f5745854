"""The moves of the organisation that say why: contesting a refusal, giving up."""

from typing import Any

from django.utils import timezone

from directory.memberships.policies import representatives_of
from labelling.instruction.forms.reasons import AppealForm, WithdrawForm
from labelling.instruction.reading.consequences import consequences_of
from labelling.instruction.views.application import ApplicationFormPage
from workflows.engine import perform, verdict


class _ReasonedMove(ApplicationFormPage):
    """A page that explains a transition, asks why, and performs it."""

    transition: str
    done: str

    def operate(self, form: AppealForm | WithdrawForm) -> str:
        perform(
            self.object,
            self.transition,
            actor=self.actor,
            reason=form.cleaned_data["reason"],
            expected=self.request.POST.get("expected") or None,
        )
        return self.done

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            verdict=verdict(self.object, self.transition, actor=self.actor),
            representatives=list(representatives_of(self.object.organisation_id)),
            consequences=consequences_of(self.object, self.transition, timezone.localdate()),
            last_day=self.object.appealable_until,
            today=timezone.localdate(),
            **kwargs,
        )


class AppealView(_ReasonedMove):
    """Contest a refusal, within the appeal period."""

    template_name = "labelling/appeal.html"
    transition = "appeal"
    form_class = AppealForm
    done = "Recours formé. Le comité réexamine le dossier."


class WithdrawView(_ReasonedMove):
    """Give up the application, after confirmation."""

    template_name = "labelling/withdraw.html"
    transition = "withdraw"
    form_class = WithdrawForm
    done = "Dossier abandonné. Les pièces restent consultables."
