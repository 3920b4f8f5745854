"""What people read in a form is ours: nothing that Django or allauth wrote is left to show.

Every form of the product is walked, and every message of its fields and of their validators: one of
Django's must be in our catalogue, which is compiled beside its source.
"""

import gettext
import importlib
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import get_default_password_validators
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as said

OURS = ("committee", "config", "directory", "labelling", "notifications", "workflows")
CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES" / "django.po"
# A plural is written with what it counts: the catalogue has it under its singular.
ENTRY = re.compile(
    r'^msgid "(.+)"\n(?:msgid_plural "(.+)"\n)?((?:msgstr(?:\[\d\])? ".+"\n)+)', re.M
)
THEIR_WORDS = re.compile(
    r"Ce champ est obligatoire|Assurez-vous|Saisissez|Sélectionnez|soumis|valide\b|correcte"
)


def catalogue() -> dict[str, list[str]]:
    """By what Django says in English, what we say: one sentence, or one for one and for many."""
    entries = ENTRY.findall(CATALOGUE.read_text(encoding="utf-8"))
    return {one: re.findall(r'"(.+)"', ours) for one, _, ours in entries}


def product_forms() -> list[type[Any]]:
    for name in OURS:
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, f"{name}."):
            if not re.search(r"migrations|settings|asgi", module.name):
                importlib.import_module(module.name)
    named = {*settings.ACCOUNT_FORMS.values(), *settings.MFA_FORMS.values()}
    ours = {form for form in descendants(forms.BaseForm) if form.__module__.split(".")[0] in OURS}
    return sorted({*ours, *map(import_string, named)}, key=lambda form: form.__qualname__)


def descendants(of: type[Any]) -> Iterator[type[Any]]:
    for child in of.__subclasses__():
        yield child
        yield from descendants(child)


def messages_of(field: forms.Field) -> Iterator[tuple[str, Any]]:
    """Every message that the field may show, with its code."""
    for part in (field, *getattr(field, "fields", ())):
        yield from part.error_messages.items()
        for validator in part.validators:
            yield str(getattr(validator, "code", "")), getattr(validator, "message", "")


def source_of(message: Any) -> str:
    """What a message of Django's is in English; empty for one of ours."""
    if not isinstance(message, Promise):
        return ""
    parts: Any = message.__reduce__()[1]
    if isinstance(parts[-1], dict):
        return str(parts[-1]["singular"])
    arguments = parts[1]
    return str(arguments[0] if isinstance(arguments, tuple) else arguments)


def test_no_form_speaks_with_the_words_of_django() -> None:
    ours = catalogue()
    left = {
        f"{form.__qualname__}.{name}, {code}: {source_of(message)}"
        for form in product_forms()
        for name, field in form.base_fields.items()
        for code, message in messages_of(field)
        if source_of(message) and source_of(message) not in ours
    }
    assert not left


def test_no_password_validator_speaks_with_the_words_of_django() -> None:
    begun = tuple(
        sentence.split("%")[0] for sentences in catalogue().values() for sentence in sentences
    )
    for validator in get_default_password_validators():
        refusal: str = validator.get_error_message()  # type: ignore[attr-defined]
        assert refusal.startswith(tuple(words for words in begun if words)), refusal


def test_the_catalogue_is_compiled() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as compiled:
        translations = gettext.GNUTranslations(compiled)
    for source, ours in catalogue().items():
        plural = len(ours) == 2
        got = (
            [translations.ngettext(source, source, number) for number in (1, 2)]
            if plural
            else [translations.gettext(source)]
        )
        assert got == ours, source


def test_our_catalogue_comes_before_theirs() -> None:
    for source, ours in catalogue().items():
        if len(ours) == 1:
            assert said(source) == ours[0]


class Everything(forms.Form):
    """A form without a word of ours: what it says comes from the catalogue."""

    line = forms.CharField(min_length=3, max_length=5)
    number = forms.IntegerField(min_value=2, max_value=5)
    day = forms.DateField()
    when = forms.DateTimeField()
    choice = forms.ChoiceField(choices=[("a", "A")])
    choices = forms.MultipleChoiceField(choices=[("a", "A")])
    email = forms.EmailField()
    file = forms.FileField()


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"line": "a", "number": "1", "day": "x", "when": "x", "choice": "b", "choices": ["b"]},
        {"line": "a" * 9, "number": "9", "email": "x"},
        {"line": "a\0", "number": "x"},
    ],
)
def test_what_a_bare_form_says_is_ours(typed: dict[str, Any]) -> None:
    errors = [str(error) for bound in _bound(Everything(typed)) for error in bound.errors]
    assert errors
    assert [error for error in errors if THEIR_WORDS.search(error)] == []


def _bound(form: forms.Form) -> list[BoundField]:
    return list(form)
