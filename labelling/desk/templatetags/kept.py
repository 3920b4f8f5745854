"""What a list shows of the filters that whoever reads it keeps there: `{% load kept %}`."""

from typing import Any

from django import template
from django.template import Context

from labelling.desk.filters.operations import narrowed_by

register = template.Library()


@register.inclusion_tag("desk/parts/kept.html", takes_context=True)
def kept_filters(context: Context, page: str) -> dict[str, Any]:
    """Those of the list `page`, as FilteredList names it, and how to keep this one. One query."""
    request = context["request"]
    query = narrowed_by(request.GET.urlencode())
    own = request.user.saved_filters.filter(page=page)
    kept = [(each, each.query == query) for each in own]
    return {
        "page": page,
        "query": query,
        "kept": kept,
        "is_kept": any(current for _, current in kept),
    }
