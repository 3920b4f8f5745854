"""Declaring an organisation, or asking to join one."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse_lazy

from directory.joining.forms import DeclareForm, JoinForm
from directory.joining.operations.declarations import declare_organisation
from directory.joining.operations.requests import request_to_join
from directory.memberships.enums import MembershipRole
from directory.memberships.links import live_membership
from directory.memberships.representing import is_represented
from directory.organisations.operations import declared_as
from directory.organisations.views import AnyOrganisationMixin
from directory.people.signed_in import person_of
from workflows.pages.forms import ask_file_again
from workflows.pages.views import OperationFormView
from workflows.presentation.names import of_name


class DeclareView(OperationFormView):
    """The first declaration. An organisation already declared is offered to join instead."""

    template_name = "directory/declare.html"
    form_class = DeclareForm
    success_url = reverse_lazy("home")

    def operate(self, form: DeclareForm) -> str:
        organisation = declare_organisation(user=person_of(self.request), **form.cleaned_data)
        if form.cleaned_data["role"] == MembershipRole.CONTRIBUTOR:
            return (
                f"L’inscription {of_name(organisation.name)} est faite, et l’invitation à signer "
                f"part à {form.cleaned_data['representative_email']}. Vous pouvez déjà préparer "
                "le dossier."
            )
        return (
            f"L’inscription {of_name(organisation.name)} est faite. La CRESS vérifie que vous la "
            "représentez\u00a0; vous pouvez déjà préparer le dossier."
        )

    def form_invalid(self, form: DeclareForm) -> HttpResponse:
        ask_file_again(form)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form: DeclareForm = context["form"]
        context["contact"] = settings.OSE_CONTACT_EMAIL
        context["ineligible"] = form.is_bound and form.has_error("legal_form", "not_eligible")
        existing = declared_as(form.typed_identifier) if form.typed_identifier else None
        context["existing"] = existing
        if existing:
            context["membership"] = live_membership(existing, person_of(self.request))
            context["represented"] = is_represented(existing.pk)
            typed = {"function": form.cleaned_data.get("function", "")}
            context["join_form"] = JoinForm(initial=typed, auto_id="join_%s")
        return context


class JoinView(AnyOrganisationMixin, OperationFormView):
    """Asking to join. Any person with an account may ask; the representatives answer."""

    template_name = "directory/join.html"
    form_class = JoinForm

    def operate(self, form: JoinForm) -> str:
        request_to_join(
            organisation=self.organisation, user=person_of(self.request), **form.cleaned_data
        )
        return f"Demande envoyée. Qui représente {self.organisation} vous répondra."

    def get_success_url(self) -> str:
        return self.request.path

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        membership = live_membership(self.organisation, person_of(self.request))
        return super().get_context_data(
            organisation=self.organisation,
            membership=membership,
            represented=is_represented(self.organisation.pk),
            **kwargs,
        )
