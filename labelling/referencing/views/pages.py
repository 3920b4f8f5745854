"""What the pages of a referencing share, and those around its preparation: list, open, sign."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from directory.charters.models import CharterVersion
from directory.memberships.policies import organisations_of
from directory.organisations.models import Organisation
from labelling.instruction.allowed import allows
from labelling.instruction.held.badges import with_badges
from labelling.instruction.held.offered import without_open
from labelling.instruction.held.running import what_keeps
from labelling.instruction.links import page_url
from labelling.instruction.states import OPEN
from labelling.instruction.views import whole
from labelling.instruction.views.application import ApplicationFormPage, ApplicationPage
from labelling.instruction.views.filing import CheckAnswersView, ReceiptView
from labelling.instruction.views.signing import SignatureView
from labelling.referencing.forms.opening import OpenForm, SignReferencingForm
from labelling.referencing.models import Referencing
from labelling.referencing.operations import open_referencing, submit
from labelling.referencing.reading.whole import folders_of, whole_context
from labelling.rulebook import LabellingRules
from workflows.pages.paging import page_of
from workflows.pages.views import ObjectAccessMixin, OperationFormView


class ReferencingPage(ApplicationPage):
    """A page of one referencing, for the people of its organisation unless it says otherwise."""

    model = Referencing

    object: Referencing

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Besides, whether its parts may still be written."""
        return super().get_context_data(editable=allows(self.object, "describe_offer"), **kwargs)


class ReferencingFormPage(ReferencingPage, ApplicationFormPage):
    """A page of one referencing around a form; once done, back to the referencing."""


class ReferencingListView(View):
    """The referencings of my organisations, newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        mine = organisations_of(request.user)
        found = Referencing.objects.of_organisations(mine.values("pk")).order_by("-pk")
        page = page_of(found.select_related("organisation"), request)
        return render(
            request,
            "referencing/list.html",
            {
                "page": page,
                "rows": with_badges(page.rows),
                "offered": without_open(Referencing, mine),
            },
        )


class OpenView(ObjectAccessMixin, OperationFormView):
    """Ask for an organisation to be listed: what is asked for is told first."""

    model = Organisation
    policy = LabellingRules.open_for
    form_class = OpenForm
    template_name = "referencing/open.html"

    def operate(self, form: OpenForm) -> str:
        made = open_referencing(organisation=self.object, actor=self.actor)
        self.success_url = made.get_absolute_url()
        return "Dossier ouvert. Ses parties se complètent dans l’ordre qui vous convient."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        existing = self.object.referencings.filter(state__in=OPEN).first()
        kept = what_keeps(self.object.pk, Referencing, timezone.localdate())
        shown = {"organisation": self.object, "existing": existing, "kept": kept}
        return super().get_context_data(**(shown | kwargs))


class SignView(ReferencingPage, SignatureView):
    """The charter of the accompanists: signing it files the application."""

    form_class = SignReferencingForm
    transition = "submit"
    does = "Signer et déposer le dossier"
    parts_title = "Les quatre groupes d’engagements"
    entails = ("sign_charter", "submit")
    done = ""  # the receipt says it

    def sign(self, version: CharterVersion, name: str, function: str) -> None:
        submit(self.object, version=version, user=self.actor.user, name=name, function=function)

    def get_success_url(self) -> str:
        return page_url("receipt", self.object)


class CheckReferencingView(ReferencingPage, CheckAnswersView):
    """Every part and every file, as they would leave."""

    answers_template = "referencing/parts/whole.html"
    signs = True

    def answers(self) -> dict[str, Any]:
        return whole_context(self.object, with_contacts=True)


class ReferencingReceiptView(ReferencingPage, ReceiptView):
    """The number of the application, and what the CRESS does with it."""


class _Answers(ReferencingPage):
    """Contacts are for who gave or asks them."""

    answers_template = "referencing/parts/whole.html"

    def answers(self) -> dict[str, Any]:
        return whole_context(self.object, with_contacts=self._sees_contacts())

    def _sees_contacts(self) -> bool:
        policies = (LabellingRules.structure, LabellingRules.read_queue)
        return any(policy.verdict(self.actor, self.object).permitted for policy in policies)


class WholeView(_Answers, whole.WholeView):
    """All the answers, on one page made for paper."""


class ArchiveView(_Answers, whole.ArchiveView):
    """The same and the files, one folder for each thing they show."""

    def folders(self) -> Mapping[str, str]:
        return folders_of(self.object)
