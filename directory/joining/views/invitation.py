"""Inviting someone to an organisation, and answering from the link received."""

from abc import ABC, abstractmethod
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache

from directory.joining.forms import AcceptForm, InviteForm
from directory.joining.models import Invitation
from directory.joining.operations.invitations import (
    accept_invitation,
    find_invitation,
    invite,
    renew_invitation,
    withdraw_invitation,
)
from directory.memberships.enums import MembershipRole
from directory.organisations.views import ManagedOrganisationMixin, OrganisationFormView
from directory.people.signed_in import person_of
from directory.rulebook import DirectoryRules
from workflows.pages.views import OperationFormView
from workflows.verdicts import Refused


class InviteView(OrganisationFormView):
    """Inviting a contributor, or a representative."""

    policy = DirectoryRules.invite_to_organisation
    template_name = "directory/invite.html"
    form_class = InviteForm

    def operate(self, form: InviteForm) -> str:
        invitation = invite(organisation=self.object, by=self.actor.user, **form.cleaned_data)
        return f"Invitation envoyée à {invitation.email}."


class _InvitationMove(ManagedOrganisationMixin, View, ABC):
    """Does something of one invitation of the organisation, and comes back to its page."""

    policy = DirectoryRules.invite_to_organisation
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
        self.move(get_object_or_404(self.object.invitations, pk=invitation))
        return HttpResponseRedirect(self.object.get_absolute_url())

    @abstractmethod
    def move(self, invitation: Invitation) -> None:
        """Do it, and say so."""


class WithdrawInvitationView(_InvitationMove):
    def move(self, invitation: Invitation) -> None:
        withdraw_invitation(invitation, actor=self.actor)
        messages.success(self.request, f"Invitation à {invitation.email} annulée.")


class RenewInvitationView(_InvitationMove):
    """Invites the same person again, as before: the first invitation has expired."""

    def move(self, invitation: Invitation) -> None:
        try:
            invite(
                organisation=self.object,
                email=invitation.email,
                role=MembershipRole(invitation.role),
                by=self.actor.user,
            )
        except Refused as refused:
            messages.error(self.request, " ".join(item.message for item in refused.unmet))
        else:
            messages.success(self.request, f"Invitation envoyée à {invitation.email}.")


@method_decorator([login_not_required, never_cache], name="dispatch")
class InvitationView(OperationFormView):
    """Says who invites to what; accepting takes an account under the address invited.

    404 for a link that never was, or was withdrawn; 410 for one that was used, or that has expired:
    posting there sends another to the address invited.
    """

    template_name = "directory/invitation.html"
    form_class = AcceptForm
    invitation: Invitation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = find_invitation(kwargs["secret"])
        if found is None:
            return closed_page(request, "unknown", 404)
        if found.accepted_by_id is not None:
            if found.accepted_by_id == request.user.pk:
                return HttpResponseRedirect(found.organisation.get_absolute_url())
            return closed_page(request, "used", 410)
        if found.expires_at < timezone.now():
            return _renewed(request, found) if request.method == "POST" else _expired(request)
        self.invitation = found
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        return super().post(request, *args, **kwargs)

    def operate(self, form: AcceptForm) -> str:
        accept_invitation(self.invitation, user=person_of(self.request), **form.cleaned_data)
        return f"Vous avez rejoint {self.invitation.organisation}."

    def get_success_url(self) -> str:
        return self.invitation.organisation.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        is_theirs = user.is_authenticated and user.email.lower() == self.invitation.email
        return super().get_context_data(
            invitation=self.invitation, is_theirs=is_theirs, here=self.request.path, **kwargs
        )


def _expired(request: HttpRequest, **context: Any) -> HttpResponse:
    return closed_page(request, "expired", 410, **context)


def _renewed(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    try:
        renew_invitation(invitation)
    except Refused as refused:
        return _expired(request, refusals=[item.message for item in refused.unmet])
    return closed_page(request, "renewed", 200, email=invitation.email)


def closed_page(request: HttpRequest, why: str, status: int, **context: Any) -> HttpResponse:
    """The page of a link that opens nothing: `why` is unknown, used, expired or renewed."""
    shown = {"why": why, **context}
    return render(request, "directory/invitation_closed.html", shown, status=status)
