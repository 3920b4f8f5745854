"""What was typed in a form is given back in the words of that form, save what must not be."""

from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory
from django.views.generic import FormView

from workflows.pages.recovery import (
    MOST_KEPT,
    forget_typed,
    is_own,
    keep_typed,
    kept_for,
    typed_by,
    typed_in,
)

WHO = "9f1c0e3a"


class RepairForm(forms.Form):
    words = forms.CharField(label="Votre message")
    held_on = forms.DateField(label="Le jour")
    mended = forms.ChoiceField(label="Est-ce réparé\u00a0?", choices=[("yes", "Oui, ça roule")])
    agreed = forms.BooleanField(label="J’ai lu la notice")
    mender = forms.ModelChoiceField(get_user_model()._default_manager.none(), label="Qui répare")


class RepairView(FormView[RepairForm]):
    form_class = RepairForm


class OtherwiseView(FormView[RepairForm]):
    """A view that chooses its form."""

    def get_form_class(self) -> type[RepairForm]:
        return RepairForm


def posted(
    fields: dict[str, str],
    view: type[FormView[Any]] = RepairView,
    headers: dict[str, str] | None = None,
) -> HttpRequest:
    request = RequestFactory().post("/reparations/1/", fields, headers=headers)
    request.resolver_match = SimpleNamespace(func=view.as_view())  # type: ignore[assignment]
    request.session = SessionStore()
    return request


@pytest.mark.parametrize("view", [RepairView, OtherwiseView])
@pytest.mark.parametrize(
    ("name", "typed", "told"),
    [
        ("words", "La roue\ncouine.", ("Votre message", "La roue\ncouine.")),
        ("held_on", "2026-06-18", ("Le jour", "18\u00a0juin\u00a02026")),
        ("held_on", "juin dernier", ("Le jour", "juin dernier")),
        ("mended", "yes", ("Est-ce réparé\u00a0?", "Oui, ça roule")),
        ("mended", "perhaps", ("Est-ce réparé\u00a0?", "perhaps")),
        ("agreed", "on", ("J’ai lu la notice", "oui")),
        ("c12-words", "La roue", ("Votre message", "La roue")),
        ("unheard_of", "La roue", ("", "La roue")),
    ],
)
def test_what_was_typed_is_told_in_the_words_of_its_form(
    view: type[FormView[Any]], name: str, typed: str, told: tuple[str, str]
) -> None:
    assert typed_in(posted({name: typed}, view)) == [told]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"words": "  "},
        {"expected": "draft", "seen": "a1"},
        {"password": "à moi", "new_password1": "à moi", "secret": "à moi"},
        {"mender": "12"},  # the key of a row says nothing
    ],
)
def test_the_empty_technical_and_secret_is_not_told(fields: dict[str, str]) -> None:
    request = posted(fields)
    assert typed_in(request) == []
    assert not keep_typed(request, page="/reparations/1/", person=WHO)


def test_it_is_kept_for_its_page_and_its_person_until_it_is_forgotten() -> None:
    request = posted({"words": "La roue"})
    assert keep_typed(request, page="/reparations/1/?q=1", person=WHO)
    assert kept_for(request) == [("Votre message", "La roue")]
    assert typed_by(request, WHO)
    assert not typed_by(request, "somebody else")
    request.path = "/taches/"
    assert kept_for(request) == []
    request.path = "/reparations/1/"
    forget_typed(request)
    assert kept_for(request) == []


@pytest.mark.parametrize(
    ("words", "person", "kept"),
    [("a" * MOST_KEPT, WHO, True), ("a" * (MOST_KEPT + 1), WHO, False), ("a", "", False)],
)
def test_too_much_is_not_kept_nor_what_nobody_known_typed(
    words: str, person: str, kept: bool
) -> None:
    request = posted({"words": words})
    assert keep_typed(request, page=request.path, person=person) is kept
    assert bool(kept_for(request)) is kept


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({"sec-fetch-site": "same-origin", "origin": "https://evil.example"}, True),
        ({"sec-fetch-site": "same-site", "origin": "http://testserver"}, False),
        ({"origin": "http://testserver"}, True),
        ({"referer": "http://testserver/reparations/1/"}, True),
        ({"referer": "https://testserver/reparations/1/"}, False),
        ({"origin": "null"}, False),
        ({}, False),
    ],
)
def test_a_browser_that_does_not_say_it_is_ours_is_not(headers: dict[str, str], own: bool) -> None:
    assert is_own(posted({}, headers=headers)) is own
