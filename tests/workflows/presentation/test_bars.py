"""Bars say their totals as the table beside them does."""

from workflows.presentation.bars import draw_bars


def test_a_long_total_is_grouped_as_in_the_table() -> None:
    drawn = draw_bars([("Déposés", [9_000, 1_847])], [("ok", "vus"), ("stop", "non")], label="Tous")
    assert [line.said for line in drawn.lines] == ["10\u00a0847"]
