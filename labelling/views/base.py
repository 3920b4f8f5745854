"""What the pages of a dossier share."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views import View
from django.views.generic.base import ContextMixin, TemplateResponseMixin

from directory.charters.enums import CharterKind
from directory.charters.models import CharterVersion
from labelling.models import Dossier
from labelling.situation import allows
from workflows.models import Attachment
from workflows.pages.views import ObjectAccessMixin, OperationFormView
from workflows.presentation.files import FileLine, file_line


class DossierPage(ObjectAccessMixin, TemplateResponseMixin, ContextMixin, View):
    """A page of one dossier, for the people of its structure unless it says otherwise."""

    model = Dossier
    policy = "labelling.structure"
    select_related = ("organisation", "signature__version", "framework", "assignee")
    template_name: str

    object: Dossier

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The dossier, and whether its evidence may still be written."""
        editable = allows(self.object, "write_evidence")
        return super().get_context_data(dossier=self.object, editable=editable, **kwargs)

    def page(self, *, status: int = 200, **context: Any) -> HttpResponse:
        """Render the page with what it shows besides."""
        return self.render_to_response(self.get_context_data(**context), status=status)


class DossierFormPage(DossierPage, OperationFormView):
    """A page of one dossier around a form; once done, back to the dossier."""

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()


def file_lines(attachments: Iterable[Attachment], *, removable: bool = False) -> list[FileLine]:
    """Lines for `attachments`; a link only where the bytes may leave."""
    return [
        file_line(
            item,
            url=reverse("workflows:attachment", args=[item.pk]),
            remove_url=(
                reverse("labelling:remove", args=[item.case_id, item.pk]) if removable else ""
            ),
        )
        for item in attachments
    ]


def charter_of(dossier: Dossier) -> CharterVersion | None:
    """The version signed for this dossier, or the one in force while it is not signed."""
    if dossier.signature:
        return dossier.signature.version
    version: CharterVersion | None = CharterVersion.objects.in_force(CharterKind.STRUCTURES)
    return version
