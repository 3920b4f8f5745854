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


def drawn_lines(rows: Iterable[Row], *, picked: bool = False, state: bool = True) -> SafeString:
    """The lines of a table: who and what, `state`, what is awaited, by whom, when.

    `picked` ones may be chosen for the form `lot` of the page. Written by Python: fifty take a
    template longer than reading them.
    """
    return mark_safe(  # noqa: S308 - escaped below
        "\n".join(_line(row, picked=picked, state=state) for row in rows)
    )


def _line(row: Row, *, picked: bool, state: bool) -> str:
    name = escape(row.name)
    pick = (
        f'<input class="o-pick" type="checkbox" form="lot" name="affaire" value="{row.pk}"'
        f' aria-label="Choisir {name}"> '
        if picked
        else ""
    )
    worth = f'<span class="sub">{escape(row.worth)}</span>' if row.worth else ""
    return (
        f'<tr><th scope="row">{pick}<a href="{escape(row.url)}">{name}</a>'
        f'<span class="sub">{escape(row.where)}</span></th>'
        f"{f'<td>{escape(row.badge)}{worth}</td>' if state else ''}"
        f'<td>{escape(row.awaited)}</td><td data-label="Qui">{escape(row.who)}</td>'
        f'<td data-label="Échéance">{escape(row.due)}</td></tr>'
    )
