"""A refusal told in the form that caused it, so that what was typed stays on the screen."""

from django import forms
from django.core.exceptions import ValidationError

from workflows.verdicts import Refused, Unmet


class UnmetError(ValidationError):
    """An unmet condition as an error of a form; `url` leads to where it is met, if anywhere."""

    def __init__(self, unmet: Unmet) -> None:
        super().__init__(unmet.message, code=unmet.code)
        self.url = unmet.url


def tell_refusal(form: forms.BaseForm, refusal: Refused) -> None:
    """Give each unmet condition to its field, or to the whole form when none is at fault."""
    unmet = refusal.unmet or (Unmet("refused", refusal.message),)
    for item in unmet:
        form.add_error(item.field if item.field in form.fields else None, UnmetError(item))
