"""Extending a recognition that waits for its renewal: a decision, with its reasons and its end."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from directory.extensions.forms import ExtensionForm
from directory.recognitions.enums import RecognitionKind
from directory.recognitions.models import Recognition
from directory.recognitions.operations import extend
from directory.recognitions.validity import follows_without_gap
from directory.recognitions.verification import NOUNS
from directory.rulebook import DirectoryRules
from workflows.pages.views import ObjectAccessMixin, OperationFormView, require_now


class ExtendView(ObjectAccessMixin, OperationFormView):
    """By the direction, before the last day; what its holder will read is shown first, if asked."""

    model = Recognition
    policy = DirectoryRules.cress_manager
    select_related = ("organisation",)
    template_name = "directory/extend.html"
    form_class = ExtensionForm
    previewable = True

    object: Recognition

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        require_now(self.object, "extend", self.actor)
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.object.valid_until}

    def recorded_now(self) -> dict[str, Any] | None:
        self.object.refresh_from_db()
        return {"until": self.object.valid_until, "seen": self.object.valid_until}

    def get_success_url(self) -> str:
        return self.object.organisation.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            recognition=self.object,
            noun=NOUNS[RecognitionKind(self.object.kind)],
            longest=self.object.furthest_extension,
            without_gap=follows_without_gap(timezone.localdate(), self.object.kind),
            **kwargs,
        )

    def operate(self, form: ExtensionForm) -> str:
        typed = form.cleaned_data
        extend(
            self.object,
            until=typed["until"],
            reason=typed["reason"],
            seen=typed["seen"],
            actor=self.actor,
        )
        return "Prolongation enregistrée. Le registre le dit déjà, et l’organisation est prévenue."
