"""Badges of lists, whose lines show the same few."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@lru_cache(maxsize=512)
def drawn_badge(tone: str, icon: str, label: str) -> SafeString:
    """The small badge of our pages."""
    context = {"tone": tone, "icon": icon, "label": label, "small": True}
    return render_to_string("components/badge.html", context)
