"""What the pages of an application share, whatever its kind."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.views import View
from django.views.generic.base import ContextMixin, TemplateResponseMixin

from labelling.instruction.models import Application
from labelling.rulebook import LabellingRules
from workflows.pages.views import ObjectAccessMixin, OperationFormView

SAVED = "Enregistré."
NOTHING_NEW = "Rien de nouveau à enregistrer."


class ApplicationPage(ObjectAccessMixin, TemplateResponseMixin, ContextMixin, View):
    """A page of one application, for the people of its organisation unless it says otherwise.

    `model` is its kind: the addresses of that kind give it.
    """

    model = Application
    policy = LabellingRules.structure
    select_related: Sequence[str] = ("organisation", "signature__version", "assignee", "renews")
    template_name: str

    object: Any

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(dossier=self.object, **kwargs)

    def page(self, *, status: int = 200, **context: Any) -> HttpResponse:
        """Render the page with what it shows besides."""
        return self.render_to_response(self.get_context_data(**context), status=status)


class ApplicationFormPage(ApplicationPage, OperationFormView):
    """A page of one application around a form; once done, back to the application."""

    def get_success_url(self) -> str:
        url: str = self.object.get_absolute_url()
        return url
