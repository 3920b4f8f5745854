"""The register of impartiality: its list, and what the direction writes in it."""

from typing import Any

from django.urls import reverse_lazy
from django.utils import timezone
from django.views.generic import TemplateView

from directory.impartiality.forms import DeclareForm, EndForm, MeasureForm, ReviewForm
from directory.impartiality.models import Interest
from directory.impartiality.operations import (
    declare_interest,
    end_interest,
    next_review,
    review_interest,
)
from directory.rulebook import DirectoryRules
from workflows.pages.paging import page_of
from workflows.pages.timeline import latest, timeline
from workflows.pages.views import ObjectAccessMixin, OperationFormView, RoleAccessMixin

HISTORY_SHOWN = 12
RELATED = ("person", "holder", "organisation")


class InterestsView(RoleAccessMixin, TemplateView):
    """« Le registre d’impartialité »: the links that stand, those to examine first, or the past."""

    policy = DirectoryRules.read_interests
    template_name = "directory/interests.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        past = self.request.GET.get("clos") == "1"
        found = Interest.objects.exclude(ended_on=None) if past else Interest.objects.standing()
        order = "-ended_on" if past else "review_on"
        history = latest(Interest.history.select_related(*RELATED), HISTORY_SHOWN)
        return super().get_context_data(
            page=page_of(found.select_related(*RELATED).order_by(order, "pk"), self.request),
            past=past,
            today=timezone.localdate(),
            keeps=DirectoryRules.cress_manager.verdict(self.actor, self.actor.user).permitted,
            entries=timeline(history, limit=HISTORY_SHOWN),
            **kwargs,
        )


class KeepView(OperationFormView):
    """A form of whoever keeps the register."""

    policy = DirectoryRules.cress_manager
    success_url = reverse_lazy("directory:interests")


class DeclareInterestView(RoleAccessMixin, KeepView):
    """A link comes into the register."""

    template_name = "directory/interest_declare.html"
    form_class = DeclareForm

    def get_initial(self) -> dict[str, Any]:
        return {"review_on": next_review(timezone.localdate())}

    def operate(self, form: DeclareForm) -> str:
        day = form.cleaned_data["review_on"]
        declare_interest(form.link(), review_on=day, actor=self.actor)
        return "Lien inscrit au registre."


class InterestFormView(ObjectAccessMixin, KeepView):
    """A form about one link."""

    model = Interest
    policy = DirectoryRules.cress_manager
    select_related = RELATED

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(interest=self.object, **kwargs)


class ReviewInterestView(InterestFormView):
    """It is examined again."""

    template_name = "directory/interest_review.html"
    form_class = ReviewForm

    def get_initial(self) -> dict[str, Any]:
        return _recorded(self.object) | {"review_on": next_review(timezone.localdate())}

    def recorded_now(self) -> dict[str, Any] | None:
        current: Interest = Interest.objects.get(pk=self.object.pk)
        return _recorded(current) if current.ended_on is None else None

    def operate(self, form: MeasureForm) -> str:
        data = form.cleaned_data
        review_interest(
            self.object,
            measure=data["measure"],
            description=data["description"],
            review_on=data["review_on"],
            seen=data["seen"] or None,
            actor=self.actor,
        )
        return "Lien réexaminé."


class EndInterestView(InterestFormView):
    """It binds nobody any more."""

    template_name = "directory/interest_end.html"
    form_class = EndForm

    def operate(self, form: EndForm) -> str:
        end_interest(self.object, reason=form.cleaned_data["reason"], actor=self.actor)
        return "Lien clos. Il reste lisible parmi les liens passés."


def _recorded(interest: Interest) -> dict[str, Any]:
    return {
        "description": interest.description,
        "measure": interest.measure,
        "review_on": interest.review_on,
        "seen": interest.history_head,
    }
