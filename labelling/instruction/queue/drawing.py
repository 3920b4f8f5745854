"""The lines of the list, written by Python: fifty take a template longer than reading them."""

from collections.abc import Iterable

from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString, mark_safe

from labelling.instruction.queue.listing import Row


def drawn_lines(rows: Iterable[Row]) -> SafeString:
    """The lines of a table: who and what, state, what is awaited, by whom, when.

    Each may be chosen for the form `lot` of the page.
    """
    return mark_safe("\n".join(map(_line, rows)))  # noqa: S308 - escaped below


def _line(row: Row) -> str:
    worth = f'<span class="sub">{escape(row.worth)}</span>' if row.worth else ""
    return (
        f'<tr><th scope="row"><input class="o-pick" type="checkbox" form="lot" name="affaire"'
        f' value="{row.pk}" aria-label="Choisir {escape(row.name)}">'
        f' <a href="{escape(row.url)}">{escape(row.name)}</a>'
        f'<span class="sub">{escape(row.where)}</span></th><td>{escape(row.badge)}{worth}</td>'
        f'<td>{escape(row.awaited)}</td><td data-label="Qui">{escape(row.who)}</td>'
        f'<td data-label="Échéance">{escape(row.due)}</td></tr>'
    )
