"""What the list shows: its lines, and the pipeline above them."""

from collections.abc import Iterable
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString, mark_safe

from labelling.instruction.queue.listing import Row, Tile


@lru_cache(maxsize=64)
def drawn_pipeline(
    tiles: tuple[Tile, ...], queue_url: str, *, current: str = "", leads: bool = False
) -> SafeString:
    """How many stand where, drawn once for all who look while nothing moves.

    Each leads to the list narrowed to its state, `current` being the one that is listed; `leads`
    adds a link to the whole list.
    """
    context = {"tiles": tiles, "queue_url": queue_url, "current": current, "leads": leads}
    return render_to_string("labelling/instruction_pipeline.html", context)


def drawn_lines(rows: Iterable[Row]) -> SafeString:
    """The lines of a table: who and what, state, what is awaited, by whom, when.

    Each may be chosen for the form `lot` of the page. Written by Python: fifty take a template
    longer than reading them.
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
