"""A refusal told in the form that caused it, so that what was typed stays on the screen."""

from django import forms
from django.core.exceptions import ValidationError

from workflows.verdicts import Refused, Unmet


class ActionForm(forms.Form):
    """What a button sends: the reason, where one is asked for, and the state the person saw."""

    reason = forms.CharField(required=False, max_length=10_000)
    expected = forms.CharField(required=False, max_length=30)


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


def told_in(form: forms.BaseForm) -> list[Unmet]:
    """The errors of `form` as unmet conditions, for a form that no page shows again."""
    return [
        Unmet("unreadable", str(error), field=name)
        for name, errors in form.errors.items()
        for error in errors
    ]
