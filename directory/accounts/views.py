"""What our pages of an account do otherwise than allauth's."""

from typing import Any

from allauth.account.views import EmailView
from allauth.mfa.recovery_codes.views import DownloadRecoveryCodesView
from allauth.mfa.webauthn.views import ReauthenticateWebAuthnView
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

TAKEN = "Un autre compte se connecte par cette adresse\u00a0: écrivez à la CRESS, qui le vérifiera."
NO_ANSWER = "La clé n’a pas répondu, ou ce n’est pas l’une des vôtres. Réessayez."


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
