"""The forms of a whole review: each does one action of its law."""

from typing import Any

from directory.rulebook import DirectoryRules
from labelling.instruction.inputs import Reassignment
from labelling.oversight.reviews.forms import (
    DelayForm,
    EffectsForm,
    ReasonForm,
    ReassignForm,
    ReferForm,
)
from labelling.oversight.reviews.inputs import AnswerDelay, Referral
from labelling.oversight.reviews.models import ComplianceReview
from labelling.oversight.rulebook import OversightRules
from workflows.engine import perform
from workflows.lifecycles import machine_of
from workflows.pages.views import ActionFormView


class ReviewActView(ActionFormView):
    """A form that does `action` on a review, and back to its page; `lead` says what follows."""

    model = ComplianceReview
    select_related = ("organisation", "recognition", "signature__version")
    template_name = "oversight/act.html"
    lead = ""

    @property
    def law(self) -> Any:
        return machine_of(ComplianceReview).transitions[self.action].law

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            review=self.object, label=self.law.label, lead=self.lead, **kwargs
        )

    def operate(self, form: Any) -> str:
        perform(
            self.object,
            self.action,
            actor=self.actor,
            data=self.data(form.cleaned_data),
            reason=form.cleaned_data.get("reason", ""),
        )
        return f"{self.law.done}."

    def data(self, typed: dict[str, Any]) -> object:
        """The input that the law of the action takes."""
        return None


class CloseView(ReviewActView):
    policy = OversightRules.reviewer_in_charge
    action, form_class = "close", ReasonForm
    lead = "Chaque constat est conclu. L’organisation reçoit vos motifs, et le contrôle se termine."


class AbandonView(ReviewActView):
    policy = OversightRules.manager_without_conflict
    action, form_class = "abandon", ReasonForm
    lead = "Le contrôle s’arrête sans conclusion. Une suspension urgente prend fin avec lui."


class SuspendUrgentlyView(ReviewActView):
    policy = OversightRules.manager_without_conflict
    action, form_class = "suspend_urgently", ReasonForm
    lead = (
        "La reconnaissance est suspendue tout de suite, jusqu’à la prochaine séance du comité au "
        "plus tard, qui la confirme ou la lève. Le registre le dit aussitôt."
    )


class AppealView(ReviewActView):
    policy = DirectoryRules.organisation_representative
    action, form_class = "appeal", ReasonForm
    lead = (
        "Des membres du comité qui n’ont pas voté cette décision l’examinent. Ils peuvent la "
        "maintenir, l’alléger ou l’annuler, jamais l’aggraver. Un recours ne se forme qu’une fois."
    )


class AskLiftingView(ReviewActView):
    policy = OversightRules.party_or_time
    action, form_class = "ask_lifting", ReasonForm
    lead = "Dites ce qui montre que les conditions de la levée sont réunies. Le comité décide."


class ExtendDelayView(ReviewActView):
    policy = DirectoryRules.cress_manager
    action, form_class = "extend_delay", DelayForm
    lead = "L’organisation reçoit la nouvelle date, et vos motifs."

    def data(self, typed: dict[str, Any]) -> AnswerDelay:
        return AnswerDelay(typed["due_on"])


class ReferView(ReviewActView):
    policy = OversightRules.reviewer_in_charge
    action, form_class = "refer", ReferForm
    lead = "Le comité examine le contrôle en séance. L’organisation reçoit vos motifs."

    def data(self, typed: dict[str, Any]) -> Referral:
        return Referral(typed["proposal"], typed["months"], typed["conditions"])


class OfThisReviewView(ReviewActView):
    """One whose form depends on the review."""

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"review": self.object}


class ReassignView(OfThisReviewView):
    policy = DirectoryRules.cress_manager
    action, form_class = "reassign", ReassignForm
    lead = "Ne figurent que les personnes de la CRESS sans lien avec l’organisation."

    def data(self, typed: dict[str, Any]) -> Reassignment:
        return Reassignment(typed["assignee"])


class CheckEffectView(OfThisReviewView):
    policy = OversightRules.reviewer_in_charge
    action, form_class = "check_effect", EffectsForm
    lead = "Une correction qui ne tient pas est l’affaire d’un nouveau contrôle."

    def operate(self, form: EffectsForm) -> str:
        perform(self.object, self.action, actor=self.actor, data=form.checks())
        return f"{self.law.done}."
