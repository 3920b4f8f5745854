"""allauth's forms in our words. Apart from `account`, which allauth's own forms import."""

from typing import Any

from allauth.account import forms as theirs

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
}
HELP = {
    "password1": "Au moins 12 caractères. Évitez un mot de passe courant, tout en chiffres ou "
    "proche de votre nom.",
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


class SignupForm(OurWords, theirs.SignupForm):
    pass


class AddEmailForm(OurWords, theirs.AddEmailForm):
    pass


class ChangePasswordForm(OurWords, theirs.ChangePasswordForm):
    pass


class SetPasswordForm(OurWords, theirs.SetPasswordForm):
    pass


class ResetPasswordForm(OurWords, theirs.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(OurWords, theirs.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(OurWords, theirs.ReauthenticateForm):
    pass
