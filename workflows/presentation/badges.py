"""Badges: pages show the same few over and over, each drawn once."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@lru_cache(maxsize=512)
def drawn_badge(tone: str, icon: str, label: str, small: bool = True) -> SafeString:
    """The badge of our pages; `tone` is one of info, wait, ok, stop, vote, mute."""
    context = {"tone": tone, "icon": icon, "label": label, "small": small}
    return render_to_string("components/badge.html", context)
