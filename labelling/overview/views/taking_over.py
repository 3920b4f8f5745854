"""What a dossier that ended without a label holds is taken over in a new one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from labelling.dossiers.enums import Approach
from labelling.dossiers.forms import OpenForm
from labelling.dossiers.views import DossierFormPage, approach_of, opening_of
from labelling.evidence.given import given_in
from labelling.evidence.operations import named, take_over
from labelling.instruction.held.running import renewed_again
from labelling.instruction.links import page_url
from labelling.instruction.states import OVER_WITHOUT_LABEL
from workflows.verdicts import Refused, Unmet


class TakeOverView(DossierFormPage):
    """Says what is taken and what is not, asks which approach is followed, and opens it."""

    template_name = "labelling/take_over.html"
    form_class = OpenForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.state not in OVER_WITHOUT_LABEL:
            unmet = Unmet("former_dossier_open", "Ce dossier n’est pas terminé, ou il a son label.")
            raise Refused("Ce dossier ne se reprend pas dans un autre.", unmet=[unmet])
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return approach_of(self.object)

    def operate(self, form: OpenForm) -> str:
        made = take_over(
            self.object,
            approach=Approach(form.cleaned_data["approach"]),
            framework=form.cleaned_data["framework"],
            actor=self.actor,
        )
        self.success_url = page_url("sign", made)
        return (
            "Dossier ouvert, avec vos textes et vos pièces. "
            "Première étape\u00a0: relire et signer la charte."
        )

    def get_success_url(self) -> str:
        return str(self.success_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        given = given_in(self.object)
        shown = opening_of(self.object.organisation)
        if renewed_again(self.object, timezone.localdate()) is not None:
            shown["kept"] = None  # it renews what runs
        return super().get_context_data(
            former=named(self.object),
            texts=len(given.texts),
            files=sum(file.slot.startswith("principle:") and file.servable for file in given.files),
            **shown,
            **kwargs,
        )
