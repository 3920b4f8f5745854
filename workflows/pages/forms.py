"""A refusal told in the form that caused it, so that what was typed stays on the screen."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from workflows.presentation.french import format_date
from workflows.presentation.lines import one_line
from workflows.verdicts import Refused, Unmet

MEANWHILE = (
    "Quelqu’un a écrit entre-temps, et votre saisie n’est pas enregistrée\u00a0: reprenez ce qui "
    "compte des deux."
)

CHOOSE_AGAIN = "Choisissez à nouveau votre fichier\u00a0: le navigateur ne l’a pas gardé."


class ActionForm(forms.Form):
    """What a button sends: the reason, where one is asked for, and the state the person saw."""

    reason = forms.CharField(required=False, max_length=10_000)
    expected = forms.CharField(required=False, max_length=30)


class LineField(forms.CharField):
    """Words that stand on one line, and can be seen: a name, a function, a town."""

    def to_python(self, value: Any) -> str:
        return one_line(super().to_python(value) or "")


class LongText(forms.CharField):
    """Several lines. Browsers send CRLF: one way of ending lines, or every save is a change."""

    def __init__(self, *, rows: int = 6, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n")


def ask_file_again(form: forms.Form) -> None:
    """A browser forgets the files of a form that comes back: say so, where one was chosen."""
    for name in form.files:
        if name in form.fields and name not in form.errors:
            form.add_error(name, CHOOSE_AGAIN)


class DayField(forms.DateField):
    """A day, typed with the browser's own calendar, or as « 18/06/2026 ».

    A year that nobody alive has seen or will is a slip of the keyboard.
    """

    YEARS = range(1900, 2200)

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        messages = {
            "required": "Indiquez la date.",
            "invalid": "Écrivez une date, par exemple 18/06/2026.",
        }
        super().__init__(error_messages=messages | kwargs.pop("error_messages", {}), **kwargs)

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None and value.year not in self.YEARS:
            raise ValidationError("Vérifiez l’année.", code="year")


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


def tell_changed(form: forms.Form, recorded: Mapping[str, Any]) -> None:
    """Say beside each field what someone else recorded meanwhile, where the person wrote otherwise.

    `recorded` holds the values as they now stand, and under `seen` what tells them from the ones
    the form started from: saving again, having read them, writes over them.
    """
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data[form.add_prefix("seen")] = recorded["seen"]
    for name, value in recorded.items():
        if name != "seen" and form.fields[name].has_changed(value, form[name].data):
            said = recorded_as(_as_shown(form, name, value))
            form.add_error(name, said if form.errors else f"{MEANWHILE} {said}")
    form.data = data


def recorded_as(words: str) -> str:
    """What stands in the place of what the person typed."""
    return f"Est enregistré\u00a0: «\u00a0{words}\u00a0»."


def _as_shown(form: forms.Form, name: str, value: Any) -> str:
    """A recorded value as the person reads it on the page."""
    choices = dict(getattr(form.fields[name], "choices", ()))
    if isinstance(value, list):
        return ", ".join(str(choices.get(each, each)) for each in value) or "rien"
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, date):
        return format_date(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return "rien" if value in (None, "") else str(choices.get(value, value))


def unmet_in(form: forms.BaseForm) -> list[Unmet]:
    """The errors of `form` as unmet conditions, for a form that no page shows again."""
    return [
        Unmet("unreadable", str(error), field=name)
        for name, errors in form.errors.items()
        for error in errors
    ]
