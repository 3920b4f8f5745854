"""The pages of an account: those of allauth that we use, each named; the others do not exist."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path, reverse_lazy

from directory.accounts.views import (
    AddressesView,
    CodesView,
    ConfirmView,
    PasskeyReauthenticationView,
    ResendView,
    ResetDoneView,
    ResetFromKeyView,
    VerificationSentView,
)
from directory.own_data.views import OwnDataFileView, OwnDataView
from directory.people.views import NameView

FACTOR = "double-authentification/"

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("name/", NameView.as_view(), name="account_name"),
    path("mes-donnees/", OwnDataView.as_view(), name="account_own_data"),
    path("mes-donnees/donnees.zip", OwnDataFileView.as_view(), name="account_own_data_file"),
    path("email/", AddressesView.as_view(), name="account_email"),
    path(
        "confirm-email/",
        VerificationSentView.as_view(),
        name="account_email_verification_sent",
    ),
    path("confirm-email/renvoyer/", ResendView.as_view(), name="account_resend_confirmation"),
    re_path(
        r"^confirm-email/(?P<key>[-:\w]+)/$",
        ConfirmView.as_view(),
        name="account_confirm_email",
    ),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", ResetDoneView.as_view(), name="account_reset_password_done"),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        ResetFromKeyView.as_view(),
        name="account_reset_password_from_key",
    ),
    path(FACTOR, factors.index, name="mfa_index"),
    path(f"{FACTOR}code/", factors.authenticate, name="mfa_authenticate"),
    path(f"{FACTOR}confirmer/", factors.reauthenticate, name="mfa_reauthenticate"),
    path(
        f"{FACTOR}confirmer/cle/",
        PasskeyReauthenticationView.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path(f"{FACTOR}application/", totp.activate_totp, name="mfa_activate_totp"),
    path(f"{FACTOR}application/retirer/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path(f"{FACTOR}cle/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path(
        f"{FACTOR}cle/<int:pk>/retirer/",
        passkeys.RemoveWebAuthnView.as_view(success_url=reverse_lazy("mfa_index")),
        name="mfa_remove_webauthn",
    ),
    path(f"{FACTOR}codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        f"{FACTOR}codes/nouveaux/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(f"{FACTOR}codes/fichier/", CodesView.as_view(), name="mfa_download_recovery_codes"),
]
