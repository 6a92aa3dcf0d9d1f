"""The workflow as a diagram: boxes in rows that are read like a page, each box with its tasks, arrows between them."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from clausebook.model.standard import Section, Standard, Step

BOX_WIDTH = 264
GAP = 36
PADDING = 14
TITLE_SIZE, TASK_SIZE = 16, 14
LINE_HEIGHT = 1.5
_NUMBER_WIDTH = 34
_BELOW_TITLE = 6


@dataclass(frozen=True)
class Line:
    """One line of text: where its baseline begins, in the diagram's units."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class TaskLink:
    """A task named in a box, on one or more lines."""

    task: Section
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Box:
    """A step: its corner, its size, its number, the lines of its title, its tasks."""

    step: Step
    number: int
    x: float
    y: float
    width: float
    height: float
    title: tuple[Line, ...]
    tasks: tuple[TaskLink, ...]


@dataclass(frozen=True)
class Diagram:
    """Boxes and arrows in a view of a certain size; an arrow is the data of an SVG path."""

    width: float
    height: float
    boxes: tuple[Box, ...]
    arrows: tuple[str, ...]


def workflow_diagram(standard: Standard, language: str, columns: int) -> Diagram:
    """The steps of the workflow in rows of `columns` boxes; every row runs from left to right."""
    units = {unit.id: unit for unit in standard.units}
    drafts = [
        _draft(step, number, [units[task] for task in step.tasks], language)
        for number, step in enumerate(standard.steps, start=1)
    ]
    boxes: list[Box] = []
    top = 0.0
    for start in range(0, len(drafts), columns):
        row = drafts[start : start + columns]
        height = max(box.height for box in row)
        boxes += [_placed(box, place * (BOX_WIDTH + GAP), top, height) for place, box in enumerate(row)]
        top += height + GAP
    width = columns * BOX_WIDTH + (columns - 1) * GAP
    return Diagram(width, max(top - GAP, 0), tuple(boxes), tuple(_arrows(boxes)))


def _draft(step: Step, number: int, tasks: Sequence[Section], language: str) -> Box:
    """A box at the origin, as high as its text."""
    text_width = BOX_WIDTH - 2 * PADDING
    y: float = PADDING + TITLE_SIZE
    title = tuple(_lines(step.title[language], PADDING + _NUMBER_WIDTH, y, text_width - _NUMBER_WIDTH, TITLE_SIZE))
    y = title[-1].y + TITLE_SIZE * LINE_HEIGHT + _BELOW_TITLE
    links = []
    for task in tasks:
        text = f"{task.number} {task.title[language]}"
        lines = tuple(_lines(text, PADDING, y, text_width, TASK_SIZE))
        links.append(TaskLink(task, lines))
        # A finger needs 24 units for each link.
        y = max(lines[-1].y + TASK_SIZE * LINE_HEIGHT, lines[0].y + 24)
    height = y - TASK_SIZE * LINE_HEIGHT + PADDING
    return Box(step, number, 0, 0, BOX_WIDTH, height, title, tuple(links))


def _placed(box: Box, x: float, y: float, height: float) -> Box:
    def moved(lines: tuple[Line, ...]) -> tuple[Line, ...]:
        return tuple(Line(line.x + x, line.y + y, line.text) for line in lines)

    links = tuple(TaskLink(link.task, moved(link.lines)) for link in box.tasks)
    return Box(box.step, box.number, x, y, box.width, height, moved(box.title), links)


def _lines(text: str, x: float, y: float, width: float, size: float) -> Iterator[Line]:
    for place, part in enumerate(wrapped(text, width / size)):
        yield Line(x, y + place * size * LINE_HEIGHT, part)


def wrapped(text: str, ems: float) -> list[str]:
    """The text on lines of at most this many ems, broken between words, or between characters that are words."""
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and _ems(lines[-1] + piece.rstrip()) > ems:
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return [line.strip() for line in lines]


def _pieces(text: str) -> Iterator[str]:
    """The least parts that a line may end after."""
    piece = ""
    for character in text:
        if piece and _may_break(piece[-1], character):
            yield piece
            piece = ""
        piece += character
    yield piece


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters; no line begins with a punctuation mark."""
    is_mark = unicodedata.category(after).startswith("P")
    return not is_mark and (_is_wide(before) or _is_wide(after) or before in " -/")


def _ems(text: str) -> float:
    """An upper estimate of a text's width: no reader has the same fonts."""
    return sum(1.0 if _is_wide(character) else 0.56 for character in text)


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


def _arrows(boxes: Sequence[Box]) -> Iterator[str]:
    for box, after in pairwise(boxes):
        if after.y == box.y:
            middle = box.y + min(box.height, after.height) / 2
            yield f"M{box.x + box.width + 4:g} {middle:g}H{after.x - 5:g}"
        elif after.x == box.x:
            middle = box.x + box.width / 2
            yield f"M{middle:g} {box.y + box.height + 4:g}V{after.y - 5:g}"
        else:
            between = after.y - GAP / 2
            start, end = box.x + box.width / 2, after.x + after.width / 2
            yield f"M{start:g} {box.y + box.height + 4:g}V{between:g}H{end:g}V{after.y - 5:g}"
