"""The state diagram is readable for any lifecycle: nothing written overlaps anything."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflows.presentation.flow import Diagram, Drawing, Node, draw_flow
from workflows.presentation.flow.shapes import Status
from workflows.presentation.text_width import split_label, text_width

Area = tuple[float, float, float, float]

labels = st.text("aeimnorstu éÀMW", min_size=1, max_size=28).map(str.strip).filter(bool)


@st.composite
def diagrams(draw: st.DrawFn) -> Diagram:
    """Any lifecycle: up to ten states in line, six detours, thirty transitions."""
    names = draw(st.lists(labels, min_size=1, max_size=10))
    here = draw(st.integers(0, len(names) - 1))
    main = [
        Node(f"m{index}", label, "done" if index < here else "here" if index == here else "todo")
        for index, label in enumerate(names)
    ]
    unders = st.sampled_from([node.value for node in main])
    side = [
        Node(f"s{index}", label, "todo", draw(unders))
        for index, label in enumerate(draw(st.lists(labels, max_size=6)))
    ]
    values = st.sampled_from([node.value for node in [*main, *side]])
    edges = draw(
        st.lists(
            st.tuples(values, values, st.none() | labels),
            max_size=30,
            unique_by=lambda edge: edge[:2],
        )
    )
    return Diagram(main, side, edges)


def text_areas(drawing: Drawing) -> list[Area]:
    """Where each text is, as (left, top, right, bottom); a line of 13 units is 15 high."""
    written = [(tag.text, tag.x, tag.y, 13.0) for tag in drawing.tags]
    if drawing.flag:
        written.append((drawing.flag.text, drawing.flag.x, drawing.flag.y, 13.0))
    written += [(text, box.centre, y, 14.0) for box in drawing.boxes for text, y in box.lines]
    return [
        (x - text_width(text, size) / 2, y - 7.5, x + text_width(text, size) / 2, y + 7.5)
        for text, x, y, size in written
    ]


def meet(one: Area, other: Area) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@given(diagrams())
def test_no_text_meets_another(diagram: Diagram) -> None:
    drawing = draw_flow(diagram)
    for one, other in combinations(text_areas(drawing), 2):
        assert not meet(one, other)


@given(diagrams())
def test_no_box_meets_a_box_nor_a_label(diagram: Diagram) -> None:
    drawing = draw_flow(diagram)
    boxes = [(box.x, box.y, box.right, box.bottom) for box in drawing.boxes]
    for one, other in combinations(boxes, 2):
        assert not meet(one, other)
    beside = text_areas(drawing)[: len(drawing.tags) + bool(drawing.flag)]
    assert not any(meet(box, text) for box in boxes for text in beside)


@given(diagrams())
def test_everything_is_inside_the_picture(diagram: Diagram) -> None:
    drawing = draw_flow(diagram)
    for left, top, right, bottom in text_areas(drawing):
        assert 0 <= left < right <= drawing.width
        assert drawing.top <= top < bottom <= drawing.bottom
    for box in drawing.boxes:
        assert 0 <= box.x < box.right <= drawing.width
        for text, _ in box.lines:
            assert text_width(text) < box.width


@given(diagrams())
def test_every_transition_shows(diagram: Diagram) -> None:
    """One arrow head for each (target, label) that another state leads to; steps have their own."""
    drawing = draw_flow(diagram)
    moves = [edge for edge in diagram.edges if edge[0] != edge[1]]
    heads = [line for line in drawing.lines if line.head]
    strokes = [line for line in drawing.lines if not line.head]
    assert len(strokes) == len(moves)
    assert len({(target, label) for _, target, label in moves}) <= len(heads) <= len(moves)
    assert {label for _, _, label in moves if label} == {tag.text for tag in drawing.tags}


@given(diagrams())
def test_the_list_says_where_one_is(diagram: Diagram) -> None:
    steps = draw_flow(diagram).steps
    assert [step.status for step in steps].count("here") == 1
    assert [step.label for step in steps] == [node.label for node in diagram.main]


def test_a_detour_in_progress_takes_its_place_in_the_list() -> None:
    diagram = Diagram(
        main=[Node("a", "En instruction", "done"), Node("b", "Recevable")],
        side=[Node("s", "À compléter", "here", under="a"), Node("t", "Classé", under="a")],
        edges=[("a", "b", None), ("a", "s", None), ("s", "a", None)],
    )
    drawing = draw_flow(diagram)
    assert [(step.label, step.is_side) for step in drawing.steps] == [
        ("En instruction", False),
        ("À compléter", True),
        ("Recevable", False),
    ]
    here = next(box for box in drawing.boxes if box.node.status == "here")
    assert drawing.flag is not None
    assert drawing.flag.y > here.bottom


@pytest.mark.parametrize(
    ("main", "side", "told"),
    [
        ("here", "todo", {"Instruit": ("À compléter",)}),
        ("done", "here", {"À compléter": ("Classé",)}),
    ],
)
def test_the_list_says_from_which_state_a_detour_is_taken(
    main: Status, side: Status, told: dict[str, tuple[str, ...]]
) -> None:
    diagram = Diagram(
        main=[Node("a", "Instruit", main), Node("b", "Recevable")],
        side=[Node("s", "À compléter", side, under="a"), Node("t", "Classé", under="a")],
        edges=[("a", "b", None), ("a", "s", None), ("s", "t", None)],
    )
    steps = draw_flow(diagram).steps
    assert {step.label: step.detours for step in steps if step.detours} == told


def test_nothing_is_possible_any_more_from_where_nothing_leads() -> None:
    diagram = Diagram(
        main=[Node("a", "Instruit", "done"), Node("b", "Recevable")],
        side=[Node("s", "Abandonné", "here", under="a"), Node("t", "Refusé", under="b")],
        edges=[("a", "b", None), ("a", "s", None), ("b", "t", None)],
    )
    assert [step.detours for step in draw_flow(diagram).steps] == [(), (), ()]


def test_steps_already_taken_are_drawn_as_done() -> None:
    diagram = Diagram(
        main=[Node("a", "Déposé", "done"), Node("b", "En instruction", "here"), Node("c", "Fin")],
        edges=[("a", "b", None), ("b", "c", None)],
    )
    assert [line.done for line in draw_flow(diagram).lines] == [True, True, False, False]


def test_many_exits_to_one_state_share_a_lane_and_one_label() -> None:
    main = [Node(f"m{index}", f"État {index}") for index in range(6)]
    edges = [(node.value, "out", "abandonner") for node in main]
    drawing = draw_flow(Diagram(main, [Node("out", "Abandonné", under="m2")], edges))
    assert [tag.text for tag in drawing.tags] == ["abandonner"]
    assert sum(line.head for line in drawing.lines) == 1


def test_an_unknown_state_is_an_error() -> None:
    with pytest.raises(KeyError):
        draw_flow(Diagram([Node("a", "Un")], edges=[("a", "ghost", None)]))
    with pytest.raises(KeyError):
        draw_flow(Diagram([Node("a", "Un")], [Node("s", "Deux", under="ghost")]))


def test_a_long_label_is_cut_at_the_best_space() -> None:
    assert split_label("Action corrective demandée") == ["Action corrective", "demandée"]
    assert split_label("Indivisible") == ["Indivisible"]
