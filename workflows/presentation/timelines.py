"""A history as pages draw it: written by Python, a template takes longer than the reading."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString, mark_safe

from workflows.presentation.french import count, format_datetime

BEFORE = '<span class="visually-hidden">avant\u00a0: </span><del>{}</del>'
AFTER = '<span aria-hidden="true">→</span> <span class="visually-hidden">après\u00a0: </span>'


def drawn_timeline(entries: Iterable[Any]) -> SafeString:
    """A list of `entries`: they have `title`, `when`, `by`, `reason`, `tone` and `changes`.

    `changes` is a list of (label, before, after). Every word is escaped.
    """
    lines = "\n  ".join(map(_line, entries))
    return mark_safe(f'<ol class="o-timeline">\n  {lines}\n</ol>\n')  # noqa: S308 - escaped below


def instant(value: date) -> str:
    """What `<time datetime>` says, to the second: HTML has no word for microseconds."""
    if not isinstance(value, datetime):
        return value.isoformat()
    return timezone.localtime(value).isoformat(timespec="seconds")


def _line(entry: Any) -> str:
    title, when = escape(entry.title), escape(format_datetime(entry.when))
    tone = f' class="t-{escape(entry.tone)}"' if entry.tone else ""
    parts = [f"<b>{title}</b>", f'<time datetime="{instant(entry.when)}">{when}</time>']
    if entry.by:
        parts.append(f'<span class="by">{escape(entry.by)}</span>')
    if entry.reason:
        parts.append(f"<q>{escape(entry.reason)}</q>")
    if entry.changes:
        number = count(len(entry.changes), "modification", "modifications")
        about = f'<span class="visually-hidden">\u00a0: {title}, {when}</span>'
        changes = "".join(_change(*change) for change in entry.changes)
        summary = f"<summary>{number}{about}</summary>"
        parts.append(f"<details>\n      {summary}\n      <dl>{changes}</dl>\n    </details>")
    return f"<li{tone}>\n    " + "\n    ".join(parts) + "\n  </li>"


def _change(label: str, before: str, after: str) -> str:
    told = f"{BEFORE.format(escape(before))} {AFTER}" if before else ""
    now = escape(after) if after else "vide"
    return f"<dt>{escape(label)}</dt>\n        <dd>{told}<ins>{now}</ins></dd>"
