"""What every event says, as a page of the documentation: Markdown, from the declarations alone."""

import inspect
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from directory.accounts.letters import KINDS
from notifications.letters.listing import told_of
from notifications.preferences.enums import MANDATORY
from notifications.previews.samples import blank_words, model_of
from notifications.words import template_of
from workflows.outbox.notices import Audience, Category, Notice, all_notices, silenced
from workflows.policies import Policy

HEAD = """\
# Notifications

What each event says, to whom, in which words. Written by `manage.py notices` from what each app
declares in its `notices.py` (a test compares): change it there, then
`python3 dev.py manage notices > docs/notifications.md`.

Every notice rings the bell. By e-mail: *always*, since a right may hang on it; *unless refused*,
where a person may choose Monday, or never, for that category; or *never*. A notice that *asks* is
dropped once what it asks is done. A receipt goes to whoever acted, the others to everybody of their
audience but that person; whom two notices of an event concern gets the first. Examples in the
subjects (a name, a date, …) stand for what a real one says.
"""
CATEGORIES = """\
## Categories

| category | in French | by e-mail |
| --- | --- | --- |
"""
COLUMNS = """\
| event | subject | to whom | category | by e-mail |
| --- | --- | --- | --- | --- |
"""
ACCOUNT = """\
## Letters about an account

No event sends these, and nobody refuses them: what an account is asked, or what has changed in it.
Their words are in the folder of each, in `_subject.txt` and `_message.txt`.
"""
SILENT = """\
| tells nobody | why |
| --- | --- |
"""


def catalogue() -> str:
    """The whole page."""
    return "\n".join(
        (
            HEAD,
            CATEGORIES + "".join(_category(category) for category in Category),
            *_apps(),
            ACCOUNT + "\n" + "".join(f"- `{where}`\n" for where in sorted(KINDS.values())),
        )
    )


def _apps() -> Iterator[str]:
    """A part for each app, in the order of their names."""
    declared = sorted(
        (model_of(name)._meta.app_label, name) for name in all_notices().keys() | silenced().keys()
    )
    for app, found in groupby(declared, key=itemgetter(0)):
        names = [name for _, name in found]
        tables = (
            (COLUMNS, [row for name in names for row in _told(name)]),
            (SILENT, [row for name in names for row in _silent(name)]),
        )
        shown = ("".join([head, *rows]) for head, rows in tables if rows)
        yield "\n".join([f"## {app}\n", *shown])


def _told(name: str) -> Iterator[str]:
    for notice in all_notices().get(name, ()):
        words = f"[{blank_words(notice).subject}](../templates/{template_of(notice)})"
        whom = ("the one who acted, of: " if notice.receipt else "") + _whom(notice.audience)
        asks = ", asks" if notice.asks else ""
        yield _row(_event(name), words, whom, f"`{notice.category}`{asks}", _by_mail(notice))


def _silent(name: str) -> Iterator[str]:
    if name in silenced():
        yield _row(_event(name), silenced()[name])


def _event(name: str) -> str:
    """The event, and what its history says in French."""
    done = told_of(model_of(name)._meta.label_lower, name.partition(".")[2])
    return f"`{name}`<br>{done}"


def _category(category: Category) -> str:
    return _row(f"`{category}`", category.label, _unless(category))


def _by_mail(notice: Notice) -> str:
    return _unless(notice.category) if notice.email else "never"


def _unless(category: Category) -> str:
    return "always" if category in MANDATORY else "unless refused"


def _whom(audience: Audience) -> str:
    """A policy in its French words; a function in those of its author, to the first full stop."""
    if isinstance(audience, Policy):
        return f"{audience.who} (`{audience.name}`)"
    said = " ".join((inspect.getdoc(audience) or "").split("\n\n")[0].split())
    return f"{said.partition('. ')[0].rstrip('.')} (`{audience.__name__}`)"


def _row(*cells: str) -> str:
    return f"| {' | '.join(_cell(cell) for cell in cells)} |\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
