"""The marks of a letter: `{% load letters %}`. See `workflows/mail/source.py`."""

from typing import Any

from django import template

from workflows.mail.source import ACTIONS, INDENT, QUOTED, Action

register = template.Library()


@register.simple_tag(takes_context=True)
def action(context: template.Context, label: str, url: str = "") -> str:
    """Name what the letter is for, and the page where it is done; by default, that of its object.

    It shows nothing where it stands. Words that people wrote cannot pass for it.
    """
    context[ACTIONS].append(Action(str(label), str(url)))
    return ""


@register.filter
def quoted(words: Any) -> str:
    """What somebody wrote, each line under a mark, so that it is not taken for ours."""
    return "\n".join(f"{QUOTED}{line}".rstrip() for line in str(words).strip().splitlines())


@register.filter
def as_item(words: Any) -> str:
    """Words of several lines that stand in one item of a list."""
    lines = [line.strip() for line in str(words).strip().splitlines()]
    return f"\n{INDENT}".join(line for line in lines if line)
