"""The diagram of the workflow: whole, legible, and without overlaps."""

from itertools import combinations, pairwise

import pytest

from clausebook.handbook.diagram import BOX_WIDTH, GAP, TASK_SIZE, Diagram, workflow_diagram, wrapped
from clausebook.model.standard import Standard


@pytest.fixture(params=[("zh", 1), ("zh", 3), ("en", 1), ("en", 3)], ids=str)
def drawn(request: pytest.FixtureRequest, standard: Standard) -> tuple[Diagram, str, int]:
    language, columns = request.param
    return workflow_diagram(standard, language, columns), language, columns


def test_every_step_and_task_stands_in_the_diagram(drawn: tuple[Diagram, str, int], standard: Standard) -> None:
    diagram, language, columns = drawn
    assert [box.step for box in diagram.boxes] == list(standard.steps)
    for box in diagram.boxes:
        assert tuple(link.task.id for link in box.tasks) == box.step.tasks
        assert "".join(line.text for line in box.title).replace(" ", "") == box.step.title[language].replace(" ", "")
    assert len(diagram.arrows) == len(diagram.boxes) - 1
    assert diagram.width == columns * BOX_WIDTH + (columns - 1) * GAP


def test_nothing_overlaps_or_leaves_its_box(drawn: tuple[Diagram, str, int]) -> None:
    diagram, _, _ = drawn
    for box, other in combinations(diagram.boxes, 2):
        apart = box.x + box.width <= other.x or other.x + other.width <= box.x
        assert apart or box.y + box.height <= other.y or other.y + other.height <= box.y
    for box in diagram.boxes:
        lines = [*box.title, *(line for link in box.tasks for line in link.lines)]
        assert all(box.x < line.x < box.x + box.width for line in lines)
        assert box.y < lines[0].y - TASK_SIZE / 2
        assert lines[-1].y < box.y + box.height
        assert box.y + box.height <= diagram.height
        assert all(before.y < after.y for before, after in pairwise(lines))


def test_links_are_far_enough_apart_for_a_finger(drawn: tuple[Diagram, str, int]) -> None:
    diagram, _, _ = drawn
    for box in diagram.boxes:
        assert all(after.lines[0].y - before.lines[0].y >= 21 for before, after in pairwise(box.tasks))


@pytest.mark.parametrize(
    ("text", "ems", "lines"),
    [
        ("Market research", 20, ["Market research"]),
        ("Market research", 5, ["Market", "research"]),
        ("市场调研与定位", 3, ["市场调", "研与定", "位"]),
        ("数据，分析", 2, ["数", "据，", "分析"]),
        ("Unbreakable", 2, ["Unbreakable"]),
        ("", 5, [""]),
    ],
)
def test_lines_break_where_they_may(text: str, ems: float, lines: list[str]) -> None:
    assert wrapped(text, ems) == lines
