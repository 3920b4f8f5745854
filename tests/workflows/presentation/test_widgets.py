"""The controls that we draw are those of Django's templates, to the letter."""

from typing import Any

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe

from workflows.presentation.widgets import DRAWN, Renderer

HOSTILE = '« l’"été" » & <b>\''


class Everything(forms.Form):
    """A control of each kind that we draw, and one that we leave to Django."""

    text = forms.CharField(label=HOSTILE, initial=HOSTILE, max_length=80)
    empty = forms.CharField(required=False)
    safe = forms.CharField(initial=mark_safe("<i>"), required=False)
    lines = forms.CharField(widget=forms.Textarea(attrs={"rows": 3, "data-x": HOSTILE}))
    filled = forms.CharField(widget=forms.Textarea, initial=f"\n{HOSTILE}")
    number = forms.IntegerField(initial=12_345, min_value=0)
    day = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), initial="2026-06-18")
    mail = forms.EmailField(initial="a@b.example")
    secret = forms.CharField(widget=forms.PasswordInput)
    hidden = forms.CharField(widget=forms.HiddenInput, initial="x")
    box = forms.BooleanField(initial=True)
    unticked = forms.BooleanField(required=False, widget=forms.CheckboxInput({"disabled": False}))
    file = forms.FileField(widget=forms.FileInput)
    radio = forms.ChoiceField(
        choices=[("a", HOSTILE), ("b", "B")], widget=forms.RadioSelect, initial="b"
    )
    boxes = forms.MultipleChoiceField(
        choices=[(1, "Un"), (2, "Deux")], widget=forms.CheckboxSelectMultiple, initial=[2]
    )
    list = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], initial="b")


def shown(renderer: Any, **given: Any) -> dict[str, str]:
    form = Everything(renderer=renderer, **given)
    whole = {name: str(form[name]) for name in form.fields}
    parts = {
        f"{name} {rank}": part.tag()
        for name in ("radio", "boxes")
        for rank, part in enumerate(form[name].subwidgets)
    }
    return whole | parts


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"data": {}},
        {"data": {"text": HOSTILE, "lines": HOSTILE, "box": "on", "radio": "a", "boxes": ["1"]}},
        {"auto_id": "x_%s"},
        {"prefix": "c1", "use_required_attribute": False},
    ],
)
def test_a_control_is_drawn_as_django_would(given: dict[str, Any]) -> None:
    assert shown(Renderer(), **given) == shown(TemplatesSetting(), **given)


def test_each_control_that_we_draw_is_compared() -> None:
    drawn: set[str] = set()

    class Watched(Renderer):
        def render(self, template_name: str, context: Any, request: Any = None) -> Any:
            drawn.add(template_name)
            return super().render(template_name, context, request)

    shown(Watched())
    assert drawn >= DRAWN.keys() - {"django/forms/widgets/input.html"}
