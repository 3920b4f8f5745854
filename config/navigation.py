"""The shell of every page: which menu for which role, from facts."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of the shell: `nav`, `theme`, `source_url`."""
    return {"nav": [], "theme": "auto", "source_url": settings.OSE_SOURCE_URL}
