"""The components of our pages: `{% load ose %}`. Presentation only, not one query."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from django import forms, template
from django.contrib.messages.storage.base import Message
from django.forms.boundfield import BoundField
from django.template.defaultfilters import stringfilter
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from workflows.presentation import french, timelines
from workflows.presentation.badges import drawn_badge
from workflows.presentation.bars import Bars
from workflows.presentation.files import FILE_STATUSES
from workflows.presentation.flow import Diagram, draw_flow
from workflows.presentation.forms import (
    ERRORS_SHOWN,
    problems_of,
    summary_title,
    view_field,
)
from workflows.presentation.links import url_to
from workflows.presentation.names import of_name, to_name
from workflows.presentation.quorum_seats import plan_seats
from workflows.presentation.rosace import Petal, PetalStatus, describe_rosace, draw_rosace, key_of

register = template.Library()

Context = dict[str, Any]
MOST_DIAGRAMS = 256  # kept drawn
MOST_SYMBOLS = 256
MOST_MENUS = 256

# tone, icon and role of a passing message, by level
TOASTS = {
    "success": ("ok", "check-circle", "status"),
    "info": ("info", "info", "status"),
    "warning": ("wait", "alert", "status"),
    "error": ("stop", "alert", "alert"),
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a symbol of the sprite, beside the word that says the same."""
    return _symbol(name)


@lru_cache(maxsize=MOST_SYMBOLS)
def _symbol(name: str) -> SafeString:
    return format_html(
        '<svg class="o-icon" aria-hidden="true" focusable="false"><use href="{}#i-{}"/></svg>',
        static("ose/icons.svg"),
        name,
    )


# `{% url_to "home" %}`: as `{% url %}`, remembered, for what everybody opens.
register.simple_tag(url_to)


@register.simple_tag
def badge(tone: str, icon: str, label: str, small: bool = False) -> SafeString:
    """Show a state: `tone` is one of info, wait, ok, stop, vote, mute."""
    return drawn_badge(tone, icon, label, bool(small))


@register.simple_tag
def badge_of(shown: tuple[str, str, str], small: bool = False) -> SafeString:
    """The same, of what is told together. An index in a template costs the reading of a class."""
    return badge(*shown, small)


@register.simple_tag
def state_badge(state: Any, small: bool = False) -> SafeString:
    """Show the state of an object that has `label`, `tone` and `icon`."""
    return badge(state.tone, state.icon, state.label, small)


@register.simple_tag
def fixed(name: str, **told: str) -> SafeString:
    """A component that is the same for all and on every page, drawn once for what it is `told`.

    That comes from the words of a template, never from what somebody asks.
    """
    return _drawn_once(name, **told)


@cache
def _drawn_once(name: str, **told: str) -> SafeString:
    return render_to_string(name, told)


class MenuEntry(NamedTuple):
    """What is shown of an entry of a menu."""

    url: str
    label: str
    current: bool
    number: int

    @classmethod
    def of(cls, entry: Any) -> "MenuEntry":
        return cls(entry.url, entry.label, entry.current, entry.count)


@register.simple_tag
def menu_entries(entries: Iterable[Any]) -> SafeString:
    """List the entries of a menu, which have `url`, `label`, `current` and `count`."""
    return _drawn_entries(tuple(MenuEntry.of(entry) for entry in entries))


@lru_cache(maxsize=MOST_MENUS)
def _drawn_entries(entries: tuple[MenuEntry, ...]) -> SafeString:
    """Many people have the same menu on the same page."""
    return render_to_string("components/menu_entries.html", {"entries": entries})


@register.simple_tag
def links(found: Iterable[Any], listed: bool = False) -> SafeString:
    """Show links, which have `url` and `label`, one after the other, or as a list."""
    return _drawn_links(tuple((link.url, link.label) for link in found), listed)


@lru_cache(maxsize=MOST_MENUS)
def _drawn_links(found: tuple[tuple[str, str], ...], listed: bool) -> SafeString:
    pattern = '<li><a href="{}">{}</a></li>' if listed else '<a href="{}">{}</a>'
    return format_html_join("", pattern, found)


@register.inclusion_tag("components/crumbs.html")
def crumbs(*parts: str) -> Context:
    """Show where the page is: `label url label url … label`, the last one being the page."""
    return {"links": list(zip(parts[:-1:2], parts[1:-1:2], strict=True)), "page": parts[-1]}


@register.inclusion_tag("components/toast.html")
def toast(message: Message) -> Context:
    """Show a passing message of Django's framework; it stays until the next page."""
    tone, icon, role = TOASTS.get(message.level_tag, TOASTS["info"])
    return {"tone": tone, "icon": icon, "role": role, "text": message.message}


@register.inclusion_tag("components/rosace.html")
def rosace(petals: Iterable[Petal | tuple[PetalStatus, str]], key: bool = False) -> Context:
    """Draw the six principles; `key` adds what the looks of its petals mean."""
    shown = [Petal(*petal) if isinstance(petal, tuple) else petal for petal in petals]
    meanings = key_of(shown) if key else []
    return {"petals": draw_rosace(shown), "sentence": describe_rosace(shown), "key": meanings}


@register.inclusion_tag("components/bars.html")
def bars(drawing: Bars) -> Context:
    """Show bars that `draw_bars` drew, with what their colours mean; the table is the page's."""
    return {"bars": drawing}


@register.inclusion_tag("components/path.html")
def path(steps: Iterable[Any], label: str = "Étapes") -> Context:
    """Show steps that have `label`, `note` and `status` (done, here, todo)."""
    return {"steps": steps, "label": label}


@register.simple_tag
def flow_diagram(diagram: Diagram, label: str = "Étapes") -> SafeString:
    """Draw a lifecycle and « vous êtes ici », with the same as a list."""
    return _drawn(tuple(diagram.main), tuple(diagram.side), tuple(diagram.edges), label)


@lru_cache(maxsize=MOST_DIAGRAMS)
def _drawn(main: Any, side: Any, edges: Any, label: str) -> SafeString:
    """Many cases stand where others do: what is drawn of them holds nothing else."""
    drawing = draw_flow(Diagram(main=main, side=side, edges=edges))
    return render_to_string("components/flow.html", {"drawing": drawing, "label": label})


@register.simple_tag
def timeline(entries: Iterable[Any]) -> SafeString:
    """Show a history, drawn by `drawn_timeline`."""
    return timelines.drawn_timeline(entries)


@register.inclusion_tag("components/missing.html")
def missing(
    items: Sequence[Any], title: str = "Ce qui manque", ident: str = "ce-qui-manque"
) -> Context:
    """List unmet conditions; items have `message`, and may have `url`, `hint`."""
    return {"items": items, "title": title, "ident": ident}


@register.inclusion_tag("components/quorum_seats.html")
def quorum_seats(
    present: int, represented: int, absent: int, threshold: int, awaited: bool = False
) -> Context:
    """Draw one dot a member, and the threshold; `awaited`: the others may still come."""
    plan = plan_seats(
        present=present,
        represented=represented,
        absent=absent,
        threshold=threshold,
        awaited=awaited,
    )
    return {
        "plan": plan,
        "present": present,
        "represented": represented,
        "absent": absent,
        "awaited": awaited,
    }


@register.inclusion_tag("components/file_list.html")
def file_list(files: Iterable[Any], boxed: bool = True, frame: str = "") -> Context:
    """List files that have `name`, `url`, `size_label`, `status`, and may have `reason`.

    `status` is a key of FILE_STATUSES. `frame` names the frame of the page in which those that have
    a `show_url` open, beside their download. One with a `remove_url` can be taken off: such a
    list stands in `workflows/parts/files.html`.
    """
    rows = []
    for file in files:
        tone, icon, words = FILE_STATUSES[file.status]
        rows.append({"file": file, "tone": tone, "icon": icon, "words": words})
    return {"rows": rows, "boxed": boxed, "frame": frame}


@register.inclusion_tag("components/field.html", takes_context=True)
def field(
    context: template.Context, bound: BoundField, mark_optional: bool = True, label: str = ""
) -> Context:
    """Show a form field, whatever its widget, with its label, help and errors."""
    view = view_field(bound, mark_optional=mark_optional, label=label)
    _mark(context, view.errors)
    return {"field": view}


@register.inclusion_tag("components/form_errors.html", takes_context=True)
def form_errors(context: template.Context, form: forms.BaseForm) -> Context:
    """Sum up what is wrong, focused, each line leading to its field; nothing if all is well."""
    problems = problems_of(form)
    _mark(context, [problem.text for problem in problems])
    return {"problems": problems, "title": summary_title(len(problems))}


def _mark(context: template.Context, errors: Sequence[str]) -> None:
    """The page shows `errors`: its title will say so. A part of a page has no title to change."""
    if ERRORS_SHOWN in context:
        context[ERRORS_SHOWN].extend(errors)


@register.inclusion_tag("components/empty.html")
def empty(title: str, text: str, url: str = "", action: str = "") -> Context:
    """Say why there is nothing, and what the first step is."""
    nothing = draw_rosace([Petal("none", "")] * 6)
    return {"title": title, "text": text, "url": url, "action": action, "petals": nothing}


@register.filter
def fr_date(value: date | None) -> str:
    """« 12 mars 2026 »."""
    return french.format_date(value) if value else ""


@register.filter
def fr_day(value: date | None) -> str:
    """« 12 mars »."""
    return french.format_day(value) if value else ""


@register.filter
def fr_long_date(value: date | None) -> str:
    """« jeudi 10 décembre 2026 »."""
    return french.format_long_date(value) if value else ""


@register.filter
def fr_datetime(value: date | None) -> str:
    """« 13 novembre 2026, 9 h 12 »."""
    return french.format_datetime(value) if value else ""


@register.filter
def instant(value: date) -> str:
    """What `<time datetime>` says, to the second."""
    return timelines.instant(value)


@register.filter
def fr_time(value: datetime | None) -> str:
    """« 9 h 12 »."""
    return french.format_time(value) if value else ""


@register.filter
def file_size(octets: int) -> str:
    """« 1,2 Mo »."""
    return french.format_size(octets)


@register.filter
def days_left(deadline: date | None) -> str:
    """« il reste 3 jours »."""
    return french.format_days_left(deadline) if deadline else ""


@register.filter
def fr_number(number: int) -> str:
    """« 10 000 »."""
    return french.format_number(number)


@register.filter
def bounded(number: int) -> str:
    """« 99+ »."""
    return french.bounded(number)


@register.filter
def fr_count(number: int, forms_: str) -> str:
    """« 3 dossiers », from `3|fr_count:"dossier,dossiers"`."""
    one, many = forms_.split(",")
    return french.count(number, one, many)


@register.filter(is_safe=True)
@stringfilter
def first_words(text: str, number: int) -> str:
    """« Nous avons pris trois soirées… »: the mark never stands alone on a line."""
    return french.first_words(text, number)


@register.filter(is_safe=True)
@stringfilter
def fr_of(name: str) -> str:
    """« des Jardins », « d’Alma »: write `dossier {{ organisation|fr_of }}`, without « de »."""
    return of_name(name)


@register.filter(is_safe=True)
@stringfilter
def fr_to(name: str) -> str:
    """« aux Jardins », « à Alma »: write `accès {{ organisation|fr_to }}`, without « à »."""
    return to_name(name)
