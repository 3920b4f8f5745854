"""What the pages of a dossier share, and those before its filing: list, open, sign."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from directory.charters.models import CharterVersion
from directory.memberships.policies import organisations_of
from directory.organisations.models import Organisation
from labelling.dossiers.accompanied import accompaniments_in
from labelling.dossiers.enums import Approach
from labelling.dossiers.forms import AccompanimentForm, OpenForm
from labelling.dossiers.models import Dossier
from labelling.dossiers.operations import (
    declare_accompaniment,
    open_dossier,
    sign_charter,
    take_accompaniment_back,
)
from labelling.frameworks.models import Framework
from labelling.instruction.allowed import allows
from labelling.instruction.enums import ApplicationState
from labelling.instruction.held.badges import with_badges
from labelling.instruction.held.offered import without_open
from labelling.instruction.held.running import what_keeps
from labelling.instruction.links import page_url
from labelling.instruction.states import OPEN
from labelling.instruction.views.application import ApplicationFormPage, ApplicationPage
from labelling.instruction.views.signing import SignatureView
from labelling.rulebook import LabellingRules
from workflows.models import Task
from workflows.pages.paging import page_of
from workflows.pages.views import ObjectAccessMixin, OperationFormView


class DossierPage(ApplicationPage):
    """A page of one dossier, for the people of its structure unless it says otherwise."""

    model = Dossier
    select_related = (*ApplicationPage.select_related, "framework")

    object: Dossier

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Besides, whether its evidence may still be written."""
        return super().get_context_data(editable=allows(self.object, "write_evidence"), **kwargs)


class DossierFormPage(DossierPage, ApplicationFormPage):
    """A page of one dossier around a form; once done, back to the dossier."""


class DossierListView(View):
    """The dossiers of my organisations, newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        mine = organisations_of(request.user)
        found = Dossier.objects.of_organisations(mine.values("pk")).order_by("-pk")
        page = page_of(found.select_related("organisation"), request)
        deadlines = _deadlines(page.rows)
        context = {
            "page": page,
            "rows": [
                (dossier, badge, deadlines.get(dossier.pk))
                for dossier, badge in with_badges(page.rows)
            ],
            "offered": without_open(Dossier, mine),
        }
        return render(request, "labelling/list.html", context)


def _deadlines(dossiers: Sequence[Dossier]) -> dict[int, Any]:
    """By dossier, when someone must have acted; one query."""
    tasks = Task.objects.open().requests().filter(process__case_id__in=[d.pk for d in dossiers])
    return dict(tasks.values_list("process__case_id", "due_at"))


class OpenView(ObjectAccessMixin, OperationFormView):
    """Open a dossier for an organisation."""

    model = Organisation
    policy = LabellingRules.open_for
    form_class = OpenForm
    template_name = "labelling/open.html"

    def operate(self, form: OpenForm) -> str:
        dossier = open_dossier(
            organisation=self.object,
            approach=Approach(form.cleaned_data["approach"]),
            framework=form.cleaned_data["framework"],
            actor=self.actor,
        )
        self.success_url = reverse("labelling:sign", args=[dossier.pk])
        return "Dossier ouvert. Première étape\u00a0: lire et signer la charte."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**opening_of(self.object), **kwargs)


def opening_of(organisation: Organisation) -> dict[str, Any]:
    """What `labelling/open.html` says of the dossiers that `organisation` has already."""
    return {
        "organisation": organisation,
        "existing": organisation.dossiers.filter(state__in=OPEN).first(),
        "appealable": _appealable(organisation),
        "kept": what_keeps(organisation.pk, Dossier, timezone.localdate()),
    }


def approach_of(former: Dossier) -> dict[str, Any]:
    """What to choose beforehand where `former` is taken over: its approach, if it still may be."""
    recognised = Framework.objects.recognised().filter(pk=former.framework_id)
    if former.framework_id and not recognised.exists():
        return {"approach": Approach.ESS_PRATIQUES}
    return {"approach": former.approach, "framework": former.framework_id}


def _appealable(organisation: Organisation) -> Dossier | None:
    """A refused dossier that could still be contested, were no other opened."""
    last: Dossier | None = (
        organisation.dossiers.filter(state=ApplicationState.REFUSED).order_by("-pk").first()
    )
    if last is None or last.appealable_until is None:
        return None
    return last if last.appealable_until >= timezone.localdate() else None


class SignView(DossierPage, SignatureView):
    """The charter of the structures opens the dossier."""

    transition = "sign_charter"
    does = "Signer la charte"
    parts_title = "Les six principes"
    entails = ("sign_charter",)
    done = "Charte signée. Votre dossier est ouvert."

    def sign(self, version: CharterVersion, name: str, function: str) -> None:
        sign_charter(
            self.object, version=version, user=self.actor.user, name=name, function=function
        )


class AccompanimentView(DossierFormPage):
    """Who accompanies the structure: those declared, each may be taken back; and one more."""

    template_name = "labelling/accompaniment.html"
    form_class = AccompanimentForm

    def get_success_url(self) -> str:
        return page_url("accompaniment", self.object)

    def operate(self, form: AccompanimentForm) -> str:
        declare_accompaniment(self.object, actor=self.actor, **form.cleaned_data)
        return "Accompagnement déclaré."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            accompaniments=accompaniments_in(self.object),
            declarable=allows(self.object, "declare_accompaniment"),
            **kwargs,
        )


class TakeAccompanimentBackView(DossierPage):
    """A button beside one that was declared."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int, entry: int) -> HttpResponse:
        take_accompaniment_back(self.object, pk=entry, actor=self.actor)
        messages.success(request, "Accompagnement retiré.")
        return redirect(page_url("accompaniment", self.object))
