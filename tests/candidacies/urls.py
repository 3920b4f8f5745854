"""Its pages, those of any application, beside those of the product."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from config.urls import urlpatterns as product
from labelling.instruction.queue.views import QueueView
from labelling.instruction.reading.criteria import Content
from labelling.instruction.reading.filed import filed_context
from labelling.instruction.views.application import ApplicationPage
from labelling.instruction.views.assessing import AssessMixin
from labelling.urls.application import application_urls
from tests.candidacies.models import Candidacy
from workflows.access import CaseRules


class DetailView(ApplicationPage):
    """Tells in plain words what the shared context holds."""

    model = Candidacy
    policy = CaseRules.read_case

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show()

    def show(self, *, assessments: Any = None, status: int = 200) -> HttpResponse:
        contents = [
            Content(key=key.value, wording="", text="", files=[], changed_at=None)
            for key in Candidacy.criteria
        ]
        context = filed_context(
            self.object, self.actor, contents=contents, files={}, refused=assessments
        )
        shown = [f"{card.position} {card.label}, {card.badge}" for card in context["cards"]]
        said = [action.label for action in context["actions"] if action.allowed]
        errors = list(assessments.errors) if assessments else []
        return HttpResponse("\n".join([*shown, *said, *errors]), status=status)


class AssessView(AssessMixin, DetailView):
    pass


pages = [
    path("file/", QueueView.as_view(kind=Candidacy), name="queue"),
    path("<int:pk>/", DetailView.as_view(), name="detail"),
    path("<int:pk>/appreciations/", AssessView.as_view(), name="assess"),
    *application_urls(Candidacy),
]
urlpatterns = [*product, path("candidatures/", include((pages, "candidacies")))]
