"""The controls of forms, drawn without a template each: a page of one case has a dozen of them.

Word for word what Django's own templates say (`tests/workflows/presentation/test_widgets.py`);
those that are not here are drawn by these.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

Widget = Mapping[str, Any]


def _attributes(widget: Widget) -> str:
    """` class="…" required`: what is True has no value, what is False is not there."""
    return "".join(
        f" {conditional_escape(name)}"
        if value is True
        else f' {conditional_escape(name)}="{conditional_escape(value)}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def _input(widget: Widget) -> str:
    value = widget["value"]
    said = "" if value is None else f' value="{conditional_escape(value)}"'
    kind, name = conditional_escape(widget["type"]), conditional_escape(widget["name"])
    return f'<input type="{kind}" name="{name}"{said}{_attributes(widget)}>'


def _option(widget: Widget) -> str:
    """A radio or a box of a list, inside its label where the list is drawn whole."""
    if not widget["wrap_label"]:
        return _input(widget)
    ident = widget["attrs"].get("id")
    tied = f' for="{conditional_escape(ident)}"' if ident else ""
    return f"<label{tied}>{_input(widget)} {conditional_escape(widget['label'])}</label>"


def _textarea(widget: Widget) -> str:
    value = conditional_escape(widget["value"]) if widget["value"] else ""
    name = conditional_escape(widget["name"])
    return f'<textarea name="{name}"{_attributes(widget)}>\n{value}</textarea>'


INPUTS = ("checkbox", "date", "email", "file", "hidden", "input", "number", "password", "text")
DRAWN: dict[str, Callable[[Widget], str]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in INPUTS},
    "django/forms/widgets/checkbox_option.html": _option,
    "django/forms/widgets/radio_option.html": _option,
    "django/forms/widgets/textarea.html": _textarea,
}


class Renderer(TemplatesSetting):
    """Django's own, but for the controls that are DRAWN here."""

    def render(self, template_name: str, context: Any, request: Any = None) -> SafeString:
        draw = DRAWN.get(template_name)
        if draw is None:
            return SafeString(super().render(template_name, context, request))
        return mark_safe(draw(context["widget"]))  # noqa: S308 - each value is escaped
