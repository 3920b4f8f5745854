"""allauth's forms in our words."""

from typing import Any

from allauth.account import forms as theirs
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django import forms
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from directory.accounts.letters import answer_reset
from directory.accounts.written import note_written
from directory.people.forms import NameForm
from directory.people.models import User

EMAIL = "Adresse e-mail"
WRONG_EMAIL = "Écrivez une adresse e-mail, par exemple prenom.nom@exemple.fr."
LABELS = {"login": EMAIL, "email": EMAIL}
MISSING = {
    "login": "Indiquez votre adresse e-mail.",
    "email": "Indiquez votre adresse e-mail.",
    "password": "Indiquez votre mot de passe.",
    "oldpassword": "Indiquez votre mot de passe actuel.",
    "password1": "Choisissez un mot de passe.",
    "password2": "Écrivez le mot de passe une seconde fois.",
    "code": "Écrivez le code.",
    "credential": "La clé n’a pas répondu. Réessayez.",
}
HELP = {
    "password1": "Au moins 12 caractères. Évitez un mot de passe courant, tout en chiffres ou "
    "proche de votre nom.",
    "name": "Pour la reconnaître\u00a0: «\u00a0mon téléphone\u00a0», «\u00a0clé du bureau\u00a0».",
}


class OurWords:
    """One term for the address, one sentence of help, no placeholder that says the label again.

    The link to a forgotten password goes too: it stood between two controls, and the pages give
    it after the form.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]
        for name, field in fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = HELP.get(name, "")
            if name in MISSING:
                field.error_messages["required"] = MISSING[name]
            if name in LABELS:
                field.label = LABELS[name]
                field.error_messages["invalid"] = WRONG_EMAIL


class LoginForm(OurWords, theirs.LoginForm):
    pass


class SignupForm(OurWords, theirs.SignupForm, NameForm):
    """A new account. Its page and its work are the same when there is one at this address."""

    field_order = ["first_name", "last_name", "email", "password1", "password2"]

    def validate_unique_email(self, value: str) -> str:
        self.account_already_exists = User.objects.reachable_at(value) is not None
        return value

    def try_save(self, request: HttpRequest) -> tuple[User | None, Any]:
        """The new user, that of the first click, or the answer that gives nothing away."""
        if not self.account_already_exists:
            try:
                return super().try_save(request)
            except IntegrityError:
                self.account_already_exists = True
        begun = self._begun()
        return (begun, None) if begun else super().try_save(request)

    def save(self, request: HttpRequest) -> User:
        """Make the account. The password is hashed before the first lock is taken."""
        adapter = get_adapter()
        user: User = adapter.save_user(request, adapter.new_user(request), self, commit=False)
        with transaction.atomic():
            user.save()
            EmailAddress.objects.create(user=user, email=user.email, primary=True)
        return user

    def _begun(self) -> User | None:
        """The account that these very words made before, if its address is still to confirm.

        Hashing a password is nearly all that a new account costs. Checking one costs as much: the
        time of the answer tells nobody who has an account.
        """
        made = User.objects.reachable_at(self.cleaned_data["email"])
        if made is None or not made.check_password(self.cleaned_data["password1"]):
            return None
        settled = EmailAddress.objects.filter(user=made, verified=True).exists()
        return made if made.is_active and not settled else None


class AddEmailForm(OurWords, theirs.AddEmailForm):
    pass


class ChangePasswordForm(OurWords, theirs.ChangePasswordForm):
    pass


class SetPasswordForm(OurWords, theirs.SetPasswordForm):
    pass


class ResetPasswordForm(OurWords, theirs.ResetPasswordForm):
    """Asks for a link. Whether there is an account is looked up by the letter, not by the page."""

    def clean_email(self) -> str:
        email: str = get_adapter().clean_email(self.cleaned_data["email"].lower())
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        email: str = self.cleaned_data["email"]
        answer_reset.enqueue(email=email, asked_at=note_written(request, email))
        return email


class ConfirmationForm(OurWords, forms.Form):
    """At which address the link that confirms it is sent again."""

    email = forms.EmailField(
        max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class ResetPasswordKeyForm(OurWords, theirs.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(OurWords, theirs.ReauthenticateForm):
    pass
