"""What our pages of an account do otherwise than allauth's."""

from typing import Any

from allauth.account import app_settings
from allauth.account.models import EmailAddress
from allauth.account.views import (
    ConfirmEmailView,
    EmailVerificationSentView,
    EmailView,
    PasswordResetDoneView,
    PasswordResetFromKeyView,
)
from allauth.core.internal import ratelimit
from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.views.generic import FormView

from directory.accounts.forms.entrance import ConfirmationForm
from directory.accounts.letters import answer_confirmation
from directory.accounts.written import last_written, note_written

TAKEN = "Un autre compte se connecte par cette adresse\u00a0: écrivez à la CRESS, qui le vérifiera."
NO_ANSWER = "La clé n’a pas répondu, ou ce n’est pas l’une des vôtres. Réessayez."
TOO_SOON = (
    "Rien de plus n’est parti\u00a0: un message à la minute, et six par heure, pour une adresse. "
    "Attendez un peu, ou écrivez-nous."
)


class WrittenMixin:
    """Says what was written, when and to whom; and what to do when nothing arrives."""

    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        told = {"written": last_written(self.request), "contact": settings.OSE_CONTACT_EMAIL}
        return context | told


class VerificationSentView(WrittenMixin, EmailVerificationSentView):
    pass


class ResetDoneView(WrittenMixin, PasswordResetDoneView):
    pass


class ResetFromKeyView(WrittenMixin, PasswordResetFromKeyView):
    pass


class ConfirmView(WrittenMixin, ConfirmEmailView):
    """Says whether a link that confirms nothing was used or is too old; a new one is a click away.

    `lost` is the address it was for, None when the link was never one of ours.
    """

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lost = None if self.object else address_of(self.kwargs["key"])
        return super().get_context_data(**kwargs) | {"lost": lost, "key": self.kwargs["key"]}


@method_decorator(login_not_required, name="dispatch")
class ResendView(WrittenMixin, FormView[ConfirmationForm]):
    """Send the link that confirms an address again: the one typed, or that of an older link.

    The page and its work are the same whether there is an account: the letter tells them apart.
    """

    form_class = ConfirmationForm
    template_name = "account/resend.html"

    def get_initial(self) -> dict[str, Any]:
        written = last_written(self.request)
        return {"email": written.email} if written else {}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        address = address_of(request.POST.get("key", ""))
        if address is not None:
            return self.send(address.email)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: ConfirmationForm) -> HttpResponse:
        return self.send(form.cleaned_data["email"].lower())

    def form_invalid(self, form: ConfirmationForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def send(self, email: str) -> HttpResponse:
        """Enqueue the letter, up to the ceiling that all such letters share."""
        if ratelimit.consume(
            self.request, app="allauth.account", action="confirm_email", key=email, limit_get=True
        ):
            asked_at = note_written(self.request, email)
            answer_confirmation.enqueue(email=email, asked_at=asked_at)
        else:
            messages.warning(self.request, TOO_SOON)
        return redirect("account_email_verification_sent")


def address_of(key: str) -> EmailAddress | None:
    """The address that the link with this `key` was to confirm, however old it is."""
    try:
        pk = signing.loads(key, salt=app_settings.SALT)
    except signing.BadSignature:
        return None
    return EmailAddress.objects.filter(pk=pk).first()


class AddressesView(EmailView):
    """Says it when an address is that of another account, made with it and never confirmed."""

    def _action_primary(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            with transaction.atomic():
                return super()._action_primary(request, *args, **kwargs)
        except IntegrityError:
            messages.error(request, TAKEN)
            return None


class CodesView(DownloadRecoveryCodesView):
    """The recovery codes as a file, named so that it is found again."""

    def render_to_response(self, context: Any, **response_kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().render_to_response(context, **response_kwargs)
        response["Content-Type"] = "text/plain; charset=utf-8"
        response["Content-Disposition"] = 'attachment; filename="codes-de-secours-ose.txt"'
        return response


class PasskeyReauthenticationView(ReauthenticateWebAuthnView):
    """Stays on its page when the passkey is not the right one, where allauth leaves it."""

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.error(self.request, NO_ANSWER)
        return HttpResponseRedirect(self.passthrough_next_url(self.request.path))
