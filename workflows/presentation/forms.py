"""Django form fields as our pages show them: one label, help and errors tied to the control."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.forms.boundfield import BoundField, BoundWidget
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from workflows.presentation.french import number_word

Kind = Literal["hidden", "checkbox", "choices", "group", "control"]

# What the parts of a field with several controls are called.
PART_NAMES: dict[type[forms.Widget], Sequence[str]] = {
    forms.SplitDateTimeWidget: ("date", "heure"),
}

# Where a page keeps, while it is drawn, the labels of what it shows in error (`titles.py`).
ERRORS_SHOWN = "errors_shown"

# What Django puts on every radio or box, where only the fieldset should carry it.
FIELDSET_ATTRIBUTES = ("aria-describedby", "aria-invalid")


@dataclass(frozen=True)
class Choice:
    """One radio or box of a list: its tag, its label and the id that ties them."""

    tag: SafeString
    label: str
    ident: str


@dataclass(frozen=True)
class FieldView:
    """A field ready to show; `described_by` lists the ids of its help and of its errors."""

    bound: BoundField
    label: str
    kind: Kind
    ident: str
    help_id: str
    error_id: str
    is_optional: bool

    @cached_property
    def described_by(self) -> str:
        """The ids, separated by spaces; empty when there is neither help nor error."""
        ids = [self.help_id if self.bound.help_text else "", self.error_id if self.errors else ""]
        return " ".join(ident for ident in ids if ident)

    @cached_property
    def errors(self) -> list[str]:
        return [str(error) for error in self.bound.errors]

    @property
    def control(self) -> SafeString:
        """The widget, with our classes and its links to the help and the errors."""
        if isinstance(self.bound.field.widget, forms.MultiWidget):
            _name_parts(self.bound, self.bound.field.widget)
        attrs: dict[str, str | bool] = {}
        if self.kind != "checkbox":
            attrs["class"] = self._classes()
        if self.described_by and self.kind != "group":
            attrs["aria-describedby"] = self.described_by
        if self.errors and self.kind != "group":
            attrs["aria-invalid"] = "true"
        return self.bound.as_widget(attrs=attrs)

    @property
    def choices(self) -> list[Choice]:
        return [_choice(widget) for widget in self.bound.subwidgets]

    def _classes(self) -> str:
        widget = self.bound.field.widget
        is_list = isinstance(widget, forms.Select | forms.SelectDateWidget)
        ours = "form-control o-select" if is_list else "form-control"
        return f"{widget.attrs.get('class', '')} {ours}".strip()


@dataclass(frozen=True)
class Problem:
    """One line of the error summary; `href` leads to the field, or to where it is put right."""

    text: str
    href: str


def view_field(bound: BoundField, *, mark_optional: bool = True, label: str = "") -> FieldView:
    """Prepare a field; `mark_optional=False` hides « (facultatif) », as in a filter.

    `label` replaces the field's own where what stands around says the rest: a legend, a heading.
    """
    ident = bound.auto_id or bound.html_name
    kind = _kind(bound)
    may_mark = mark_optional and kind not in ("hidden", "checkbox")
    return FieldView(
        bound=bound,
        label=label or str(bound.label),
        kind=kind,
        ident=ident,
        help_id=f"{ident}_help",
        error_id=f"{ident}_errors",
        is_optional=may_mark and not bound.field.required,
    )


def draw_field(bound: BoundField, *, mark_optional: bool = True) -> SafeString:
    """The HTML of a field, as `{% field %}` puts it on a page."""
    view = view_field(bound, mark_optional=mark_optional)
    return render_to_string("components/field.html", {"field": view})


def problems_of(form: forms.BaseForm) -> list[Problem]:
    """List what is wrong with a bound form: the whole form first, then its fields in order."""
    return [
        *_general_problems(form),
        *_field_problems(form),
    ]


def summary_title(number: int) -> str:
    """Return « Un point à reprendre », « Deux points à reprendre »."""
    return f"{number_word(number).capitalize()} point{'s' if number > 1 else ''} à reprendre"


def _general_problems(form: forms.BaseForm) -> Iterator[Problem]:
    for error in form.errors.as_data().get(NON_FIELD_ERRORS, []):
        for message in error.messages:
            yield Problem(message, getattr(error, "url", ""))


def _field_problems(form: forms.BaseForm) -> Iterator[Problem]:
    for bound in form:
        for error in bound.errors:
            if bound.is_hidden:
                yield Problem(str(error), "")
            else:
                href = f"#{bound.auto_id or bound.html_name}"
                yield Problem(_said_of(str(bound.label), str(error)), href)


def _said_of(label: str, error: str) -> str:
    """« Indiquez la commune. », or « Date : indiquez… » where the error does not name its field.

    A label that is a sentence needs no colon.
    """
    if _words_of(label) <= _words_of(error):
        return error
    if label.endswith((".", "?")):
        return f"{label} {error}"
    return f"{label}\u00a0: {_in_the_sentence(error)}"


def _words_of(text: str) -> set[str]:
    """The words that carry its meaning, without articles nor prepositions."""
    return {word for word in re.findall(r"\w+", text.lower()) if len(word) > 2}


def _in_the_sentence(error: str) -> str:
    """« Indiquez… » after a colon; « PDF refusé » keeps its capitals."""
    return error[:1].lower() + error[1:] if error[1:2].islower() else error


def _kind(bound: BoundField) -> Kind:
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    if isinstance(widget, forms.RadioSelect):
        return "choices"
    return "group" if widget.use_fieldset else "control"


def _name_parts(bound: BoundField, widget: forms.MultiWidget) -> None:
    """Name each control of a group, since its legend names only the whole."""
    numbers = [str(index + 1) for index in range(len(widget.widgets))]
    names = PART_NAMES.get(type(widget), numbers)
    for part, name in zip(widget.widgets, names, strict=True):
        part.attrs.setdefault("aria-label", f"{bound.label}, {name}")


def _choice(widget: BoundWidget) -> Choice:
    attrs = widget.data["attrs"]
    for name in FIELDSET_ATTRIBUTES:
        attrs.pop(name, None)
    return Choice(tag=widget.tag(), label=widget.choice_label, ident=widget.id_for_label or "")
