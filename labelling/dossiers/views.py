"""What the pages of a dossier share, and those before its filing: list, open, sign."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views import View

from directory.charters.charter_text import parse_charter
from directory.charters.enums import CharterKind
from directory.charters.models import CharterVersion
from directory.memberships.models import Membership
from directory.memberships.policies import organisations_of, representatives_of
from directory.organisations.models import Organisation
from labelling.dossiers.enums import Approach
from labelling.dossiers.forms import OpenForm, SignForm
from labelling.dossiers.models import Dossier
from labelling.dossiers.operations import open_dossier, sign_charter
from labelling.instruction.allowed import allows
from labelling.instruction.enums import ApplicationState
from labelling.instruction.reading.consequences import consequences_of
from labelling.instruction.states import OPEN
from labelling.instruction.views.application import ApplicationFormPage, ApplicationPage
from labelling.rulebook import LabellingRules
from workflows.engine import verdict
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


def charter_of(dossier: Dossier) -> CharterVersion | None:
    """The version signed for this dossier, or the one in force while it is not signed."""
    if dossier.signature:
        return dossier.signature.version
    version: CharterVersion | None = CharterVersion.objects.in_force(CharterKind.STRUCTURES)
    return version


MOST_READY = 25  # organisations for which a dossier is offered at once


class DossierListView(View):
    """The dossiers of my organisations, newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        mine = organisations_of(request.user)
        found = Dossier.objects.of_organisations(mine.values("pk")).order_by("-pk")
        page = page_of(found.select_related("organisation"), request)
        deadlines = _deadlines(page.rows)
        context = {
            "page": page,
            "rows": [(dossier, deadlines.get(dossier.pk)) for dossier in page.rows],
            "ready": _without_open_dossier(mine),
        }
        return render(request, "labelling/list.html", context)


def _deadlines(dossiers: Sequence[Dossier]) -> dict[int, Any]:
    """By dossier, when someone must have acted; one query."""
    tasks = Task.objects.open().requests().filter(process__case_id__in=[d.pk for d in dossiers])
    return dict(tasks.values_list("process__case_id", "due_at"))


def _without_open_dossier(organisations: Any) -> list[Organisation]:
    """Those for which a dossier may be opened."""
    busy = Dossier.objects.filter(state__in=OPEN).values("organisation_id")
    return list(organisations.exclude(pk__in=busy)[:MOST_READY])


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
    }


def _appealable(organisation: Organisation) -> Dossier | None:
    """A refused dossier that could still be contested, were no other opened."""
    last: Dossier | None = (
        organisation.dossiers.filter(state=ApplicationState.REFUSED).order_by("-pk").first()
    )
    if last is None or last.appealable_until is None:
        return None
    return last if last.appealable_until >= timezone.localdate() else None


class SignView(DossierFormPage):
    """Read the charter in force in full, then sign it. Once signed, the page shows what was."""

    template_name = "labelling/sign.html"
    form_class = SignForm

    def get_initial(self) -> dict[str, Any]:
        membership = Membership.objects.active().filter(
            user=self.actor.user, organisation=self.object.organisation_id
        )
        version = charter_of(self.object)
        return {
            "name": self.actor.user.get_full_name(),
            "function": membership.values_list("function", flat=True).first() or "",
            "digest": version.digest if version else "",
        }

    def form_valid(self, form: SignForm) -> HttpResponse:
        self.version = CharterVersion.objects.in_force(CharterKind.STRUCTURES)
        if self.version is None or form.cleaned_data["digest"] != self.version.digest:
            return self.page(status=409, form=self._read_again(form), replaced=True)
        return super().form_valid(form)

    def operate(self, form: SignForm) -> str:
        sign_charter(
            self.object,
            version=self.version,
            user=self.actor.user,
            name=form.cleaned_data["name"],
            function=form.cleaned_data["function"],
        )
        return "Charte signée. Votre dossier est ouvert."

    def _read_again(self, form: SignForm) -> SignForm:
        """Name and function stay; the new text must be read and the box ticked again."""
        kept = {key: form.cleaned_data[key] for key in ("name", "function")}
        return SignForm(initial=self.get_initial() | kept)

    def get_context_data(self, *, replaced: bool = False, **kwargs: Any) -> dict[str, Any]:
        version = charter_of(self.object)
        return super().get_context_data(
            version=version,
            reading=parse_charter(version.text) if version else None,
            principles=list(version.principles.all()) if version else [],
            signature=self.object.signature,
            verdict=verdict(self.object, "sign_charter", actor=self.actor),
            representatives=list(representatives_of(self.object.organisation_id)),
            consequences=consequences_of(self.object, "sign_charter", timezone.localdate()),
            today=timezone.localdate(),
            replaced=replaced,
            **kwargs,
        )
