"""Renewing: what it asks, opened by one button; what changed since; the report of the period."""

from abc import ABC, abstractmethod
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from directory.recognitions.enums import RecognitionKind
from directory.recognitions.models import Recognition
from directory.recognitions.validity import follows_without_gap
from directory.recognitions.verification import NOUNS
from labelling.dossiers.enums import Approach
from labelling.dossiers.forms import OpenForm
from labelling.dossiers.inputs import TermAccount
from labelling.dossiers.models import Dossier
from labelling.dossiers.views import DossierFormPage, DossierPage, approach_of, opening_of
from labelling.instruction.allowed import allows
from labelling.instruction.links import page_url
from labelling.instruction.views.application import NOTHING_NEW, SAVED, ApplicationPage
from labelling.referencing.forms.opening import OpenForm as OpenListingForm
from labelling.referencing.models import Referencing
from labelling.renewal.forms import TermReportForm
from labelling.renewal.operations import (
    NOT_RENEWED,
    open_listing_renewal,
    open_renewal,
    report_term,
    require_no_obstacle,
)
from labelling.renewal.reading import Renewal, listing_renewal_of, renewal_of, report_of
from labelling.rulebook import LabellingRules
from workflows.access import CaseRules
from workflows.pages.views import ObjectAccessMixin, OperationFormView
from workflows.verdicts import Refused, Unmet


class RenewingPage(ObjectAccessMixin, OperationFormView):
    """What renewing a recognition takes over and asks, and the button that opens it."""

    model = Recognition
    kind: RecognitionKind
    policy = LabellingRules.renew_recognition
    select_related = ("organisation",)

    object: Recognition

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._require_its_kind()
        require_no_obstacle(self.object, timezone.localdate())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: str, **kwargs: Any) -> HttpResponse:
        self._require_its_kind()
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {
            "recognition": self.object,
            "organisation": self.object.organisation,
            "without_gap": follows_without_gap(timezone.localdate(), self.kind),
        }
        return super().get_context_data(**(shown | kwargs))

    def _require_its_kind(self) -> None:
        if self.object.kind != self.kind:
            noun = NOUNS[self.kind]
            raise Refused(NOT_RENEWED, unmet=[Unmet("other_kind", f"Ce n’est pas un {noun}.")])


class RenewView(RenewingPage):
    """A label: the approach of the former dossier is chosen already."""

    kind = RecognitionKind.LABEL
    form_class = OpenForm
    template_name = "labelling/renew.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = opening_of(self.object.organisation) | {"kept": None}  # this is its page
        return super().get_context_data(**shown, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        former = Dossier.objects.filter(pk=self.object.case_id).first()
        return {} if former is None else approach_of(former)

    def operate(self, form: OpenForm) -> str:
        made = open_renewal(
            self.object,
            approach=Approach(form.cleaned_data["approach"]),
            framework=form.cleaned_data["framework"],
            actor=self.actor,
        )
        self.success_url = page_url("sign", made)
        return (
            "Renouvellement ouvert, avec vos textes et vos pièces. "
            "Première étape\u00a0: relire et signer la charte."
        )


class RenewListingView(RenewingPage):
    """The listing of an accompanist: nothing to type."""

    kind = RecognitionKind.ACCOMPANIST
    form_class = OpenListingForm
    template_name = "referencing/renew.html"

    def operate(self, form: OpenListingForm) -> str:
        made = open_listing_renewal(self.object, actor=self.actor)
        self.success_url = made.get_absolute_url()
        return "Renouvellement ouvert, avec votre offre. Donnez vos références d’aujourd’hui."


NO_RENEWAL = Unmet("no_renewal", "Il a été ouvert pour une première demande.")


class _Compared(ApplicationPage, ABC):
    """Then and now, side by side, for all who read the application."""

    policy = CaseRules.read_case
    template_name = "labelling/renewal.html"

    @abstractmethod
    def renewal(self) -> Renewal:
        """What is compared."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.object.renews is None:
            raise Refused("Ce dossier ne renouvelle rien.", unmet=[NO_RENEWAL])
        theirs = LabellingRules.structure.verdict(self.actor, self.object).permitted
        return self.page(renewal=self.renewal(), theirs=theirs)


class RenewalView(_Compared):
    """Of a label: the six principles, the assembly, the commitments; the report of the period."""

    model = Dossier
    select_related = DossierPage.select_related

    def renewal(self) -> Renewal:
        return renewal_of(self.object)


class ListingRenewalView(_Compared):
    """Of an accompanist: what it offers, and where."""

    model = Referencing

    def renewal(self) -> Renewal:
        return listing_renewal_of(self.object)


class TermReportView(DossierFormPage):
    """« Le bilan de la période »."""

    template_name = "labelling/term_report.html"
    form_class = TermReportForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.object.renews is None:
            raise Refused("Ce dossier ne renouvelle rien.", unmet=[NO_RENEWAL])
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(report=report_of(self.object), **kwargs)

    def get_initial(self) -> dict[str, Any]:
        report = report_of(self.object)
        if report is None:
            return {}
        return {
            "results": report.results,
            "figures": report.figures,
            "difficulties": report.difficulties,
            "seen": report.history_head,
        }

    def recorded_now(self) -> dict[str, Any] | None:
        self.object.refresh_from_db()
        return self.get_initial() if allows(self.object, "report_term") else None

    def operate(self, form: TermReportForm) -> str:
        if not form.has_changed():
            return NOTHING_NEW
        typed = form.cleaned_data
        report_term(
            self.object,
            account=TermAccount(typed["results"], typed["figures"], typed["difficulties"]),
            seen=typed["seen"],
            actor=self.actor,
        )
        return SAVED
