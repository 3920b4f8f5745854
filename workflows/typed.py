"""What someone typed in a form that could not be taken: given back, so that nothing is lost."""

from urllib.parse import urlsplit

from django.http import HttpRequest

# A session row is no place for more; no field of ours takes as much.
MOST_KEPT = 100_000  # characters
SESSION_KEY = "typed"
# What the page carries for itself, and what must never be shown again.
TECHNICAL = {"csrfmiddlewaretoken", "digest", "expected", "next", "round", "rows", "seen"}
SECRETS = ("password", "secret")

Typed = list[tuple[str, str]]


def typed_in(request: HttpRequest) -> Typed:
    """The fields of the posted form as (name, value), left out the empty, technical and secret."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if value.strip() and name not in TECHNICAL and not any(word in name for word in SECRETS)
    ]


def keep_typed(request: HttpRequest, *, page: str) -> bool:
    """Keep what was typed in the session until something is sent again; False for nothing to keep.

    `page` is the path of the form, where it is given back.
    """
    typed = typed_in(request)
    if not typed or sum(len(value) for _, value in typed) > MOST_KEPT:
        return False
    request.session[SESSION_KEY] = {"page": urlsplit(page).path, "fields": typed}
    return True


def kept_for(request: HttpRequest) -> Typed:
    """What was kept for the page asked for; nothing for a request without a session."""
    kept = request.session.get(SESSION_KEY) if hasattr(request, "session") else None
    return kept["fields"] if kept and kept["page"] == request.path else []


def forget_typed(request: HttpRequest) -> None:
    """Drop what was kept: the person has sent something since."""
    request.session.pop(SESSION_KEY, None)
