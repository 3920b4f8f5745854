"""What the pages about an organisation share, and its correction."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views import View

from directory.organisations.forms import AmendForm, FactsForm
from directory.organisations.models import EligibilityProof, Organisation
from directory.organisations.operations import amend_organisation
from directory.rulebook import DirectoryRules
from workflows.pages.forms import ask_file_again
from workflows.pages.serving import serve
from workflows.pages.views import ObjectAccessMixin, OperationFormView


class AnyOrganisationMixin:
    """Loads `self.organisation` for anyone with an account."""

    request: HttpRequest
    organisation: Organisation

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)  # type: ignore[misc]
        if request.user.is_authenticated:
            self.organisation = get_object_or_404(Organisation, pk=kwargs["pk"])


class OrganisationMixin(ObjectAccessMixin):
    """Loads the organisation for its members and the CRESS."""

    model = Organisation
    policy = DirectoryRules.read_organisation


class ManagedOrganisationMixin(ObjectAccessMixin):
    """Loads the organisation for those who represent it."""

    model = Organisation
    policy = DirectoryRules.manage_organisation


class OrganisationFormView(ManagedOrganisationMixin, OperationFormView):
    """A form about the organisation, and back to its page."""

    def get_success_url(self) -> str:
        url: str = self.object.get_absolute_url()
        return url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(organisation=self.object, **kwargs)


class AmendView(OrganisationFormView):
    """Correcting what the organisation says of itself."""

    template_name = "directory/amend.html"
    form_class = AmendForm

    def get_initial(self) -> dict[str, Any]:
        kept = [name for name in FactsForm.base_fields if name != "eligibility_proof"]
        facts = {name: getattr(self.object, name) for name in kept}
        return facts | {"seen": self.object.history_head}

    def recorded_now(self) -> dict[str, Any] | None:
        self.object.refresh_from_db()
        return self.get_initial()

    def form_invalid(self, form: AmendForm) -> HttpResponse:
        ask_file_again(form)
        return super().form_invalid(form)

    def operate(self, form: AmendForm) -> str:
        amend_organisation(self.object, actor=self.actor, **form.cleaned_data)
        return "Modifications enregistrées."


class EligibilityProofView(ObjectAccessMixin, View):
    """The bytes of what shows that a company is of the ESS."""

    model = EligibilityProof
    policy = DirectoryRules.read_eligibility_proof
    select_related = ("organisation",)

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return serve(request, self.object, back_url=self.object.organisation.get_absolute_url())
