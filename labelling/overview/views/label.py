"""The label, once it is granted: a page to share the day, and what comes next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from directory.recognitions.models import Recognition
from directory.recognitions.verification import headline, seal_of, validity_of
from labelling.dossiers.views import DossierPage
from labelling.overview.after_label import milestones_of
from labelling.renewal.opening import is_renewable
from workflows.presentation.links import absolute


class LabelView(DossierPage):
    """For the people of the structure; without a label yet, their dossier."""

    template_name = "labelling/label.html"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        recognition = Recognition.objects.filter(case_id=self.object.pk).first()
        if recognition is None:
            return redirect(self.object.get_absolute_url())
        recognition.organisation = self.object.organisation
        today = timezone.localdate()
        validity = validity_of(recognition, today)
        return self.page(
            recognition=recognition,
            validity=validity,
            seal=seal_of(validity),
            headline=headline(recognition, today),
            address=absolute(recognition.get_absolute_url()),
            milestones=milestones_of(recognition, today),
            renewable=is_renewable(recognition, today),
        )
