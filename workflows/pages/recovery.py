"""What someone typed in a form that could not be taken: given back, so that nothing is lost."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import HttpRequest
from django.utils.choices import flatten_choices

from workflows.presentation.french import format_date

# A session row is no place for more; no field of ours takes as much.
MOST_KEPT = 100_000  # characters
SESSION_KEY = "typed"
# What the page carries for itself, and what must never be shown again.
TECHNICAL = {"csrfmiddlewaretoken", "digest", "expected", "next", "round", "rows", "seen"}
SECRETS = ("password", "secret")

Typed = list[tuple[str, str]]


def typed_in(request: HttpRequest) -> Typed:
    """What was posted, as (label, words), left out the empty, technical and secret.

    Labels and words are those of the form that the view declares; the label of a field that no
    form declares is empty, for its name would say nothing to anybody.
    """
    fields = _fields_of(request)
    found = [
        (field, value)
        for name, values in request.POST.lists()
        if name not in TECHNICAL and not any(word in name for word in SECRETS)
        for field in [fields.get(name) or fields.get(_without_prefix(name))]
        for value in values
    ]
    shown = [(_label(field), _in_words(field, value)) for field, value in found]
    return [(label, words) for label, words in shown if words.strip()]


def is_own(request: HttpRequest) -> bool:
    """Whether a page of ours sent `request`, as the browser itself says; false when it is silent.

    Without a valid token, nothing else tells a person's own words from those that another site
    made their browser send.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    whence = request.headers.get("origin") or request.headers.get("referer", "")
    sender = urlsplit(whence)
    return (sender.scheme, sender.netloc) == (request.scheme, request.get_host())


def _fields_of(request: HttpRequest) -> dict[str, forms.Field]:
    """By name, the fields of the form of the page asked for; none when its view declares none.

    A view whose form has other fields by kind of object says which in `typed_fields`.
    """
    view: Any = getattr(request.resolver_match, "func", None)
    view_class: Any = getattr(view, "view_class", None)
    if hasattr(view_class, "typed_fields"):
        typed_fields: dict[str, forms.Field] = view_class(**view.view_initkwargs).typed_fields()
        return typed_fields
    if hasattr(view_class, "get_form_class"):
        form_class = view_class(**view.view_initkwargs).get_form_class()
    else:
        form_class = getattr(view_class, "form_class", None)
    return getattr(form_class, "base_fields", {})


def _without_prefix(name: str) -> str:
    """The field's own name, where several forms of one kind share a page."""
    return name.rpartition("-")[2]


def _label(field: forms.Field | None) -> str:
    return str(field.label or "") if field else ""


def _in_words(field: forms.Field | None, value: str) -> str:
    """`value` as the page showed it; empty for the key of a row, which says nothing."""
    if field is None:
        return value
    if isinstance(field, forms.ModelChoiceField):
        return ""
    if isinstance(field, forms.BooleanField):
        return "oui"
    if isinstance(field, forms.ChoiceField):
        offered: Any = field.choices
        choices: dict[Any, Any] = dict(flatten_choices(offered))
        return str(choices.get(value, value))
    return _as_day(value) if isinstance(field, forms.DateField) else value


def _as_day(value: str) -> str:
    try:
        return format_date(date.fromisoformat(value))
    except ValueError:
        return value


def keep_typed(request: HttpRequest, *, page: str, person: str) -> bool:
    """Keep what was typed in the session until something is sent again; False for nothing to keep.

    `page` is the path of the form, where it is given back; `person` the pseudonym of who typed.
    Without one nothing is kept: the next to sign in may be someone else.
    """
    typed = typed_in(request)
    if not person or not typed or sum(len(value) for _, value in typed) > MOST_KEPT:
        return False
    request.session[SESSION_KEY] = {
        "page": urlsplit(page).path,
        "person": person,
        "fields": typed,
    }
    return True


def typed_by(request: HttpRequest, person: str) -> bool:
    """Whether what was kept is that person's (a pseudonym)."""
    return bool(request.session[SESSION_KEY].get("person") == person)


def kept_for(request: HttpRequest) -> Typed:
    """What was kept for the page asked for; nothing for a request without a session."""
    kept = request.session.get(SESSION_KEY) if hasattr(request, "session") else None
    return kept["fields"] if kept and kept["page"] == request.path else []


def forget_typed(request: HttpRequest) -> None:
    """Drop what was kept: the person has sent something since."""
    request.session.pop(SESSION_KEY, None)
