"""What is the same on all answer cards of a paper: black squares, bubbles, numbers and headings, as a drawing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

import segno
from markupsafe import Markup

from clausebook.model.answer_card import (
    ABSENT,
    CORNERS,
    EDGES,
    PAGE,
    RADIUS,
    AnswerCard,
    CardCode,
    Heading,
    Line,
    Mark,
    Spot,
)
from clausebook.render.fonts import text_width
from clausebook.render.shapes import Box, Caption, Disc, Grid, Polygon, Shape, svg_of

Signs = Mapping[str, str]
"""What is printed in a bubble for a letter, where that is not the letter itself."""

_INK, _PALE = "#000000", "#c4697a"
"""Bubbles are pale, so that a mark stands out against them and their letters."""
_STROKE, _LETTER, _NUMBER, _HEADING = 0.22, 2.3, 2.9, 2.9
_SMALLEST = 0.7
_MASK = 3
"""One for all codes: to try which is best takes longer than all the rest of a code."""
_FAMILY = "Clausebook Sans, Clausebook Sans Latin"
_SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" width="{0:g}mm" height="{1:g}mm" viewBox="0 0 {0:g} {1:g}"'
    ' font-family="{2}">{3}</svg>'
)


def face_image(card: AnswerCard, titles: Sequence[str], signs: Signs, font: Path) -> str:
    """The drawing as a data: URI, for an image that fills an A4 page.

    `titles` are those of the sections, `signs` what stands for true and false, `font` is that of the headings.
    """
    shapes = [
        *map(_square, CORNERS + EDGES),
        *(shape for heading in card.headings for shape in _heading(heading, titles[heading.section], font)),
        *(shape for line in card.lines for shape in _line(line, _signs(line, card, signs))),
        _circle(ABSENT),
    ]
    return _image(*PAGE, svg_of(shapes))


def digits_image(card: AnswerCard) -> str:
    """The columns in which candidates mark their number, as an image of a whole page; a box to write in over each."""
    columns = card.digits
    boxes = (_frame(column[0].x - 2.4, column[0].y - 9, 4.8, 6) for column in columns)
    return _image(*PAGE, svg_of([*boxes, *(shape for column in columns for shape in _bubbles(column, {}))]))


def code_image(code: CardCode, number: str) -> str:
    """The QR code of this number (ISO/IEC 18004, level M) as an image without a quiet zone."""
    matrix = segno.make_qr(code.written(number), error="m", mask=_MASK).matrix
    bits = int("".join(str(module) for row in matrix for module in row), 2)
    return _image(len(matrix), len(matrix), svg_of([Grid(bits, len(matrix), 0, _INK)]))


def examples_image() -> str:
    """How a bubble is to be filled, and four ways in which it is not, each 7 mm from the one before."""
    centres = [Spot("", 3 + 7.0 * at, 3) for at in range(5)]
    full, tick, cross, dot, half = centres
    shapes: list[Shape] = [_circle(spot) for spot in centres]
    shapes += [
        Disc((full.x, full.y), RADIUS - 0.1, _INK, _INK, 0.1),
        *_strokes((tick.x - 1.2, tick.y), (tick.x - 0.3, tick.y + 1.2), (tick.x + 1.6, tick.y - 1.5)),
        *_strokes((cross.x - 1.3, cross.y - 1.3), (cross.x + 1.3, cross.y + 1.3)),
        *_strokes((cross.x - 1.3, cross.y + 1.3), (cross.x + 1.3, cross.y - 1.3)),
        Disc((dot.x, dot.y), 0.6, _INK, _INK, 0.1),
        Box((half.x - 1.3, half.y), 2.6, 1.2, _INK),
    ]
    return _image(36, 6, svg_of(shapes))


def _square(mark: Mark) -> Box:
    return Box((mark.x - mark.side / 2, mark.y - mark.side / 2), mark.side, mark.side, _INK)


def _signs(line: Line, card: AnswerCard, signs: Signs) -> Signs:
    """What stands in the bubbles of a line: F is a letter as well."""
    return signs if card.types[line.question] == "true_false" else {}


def _heading(heading: Heading, title: str, font: Path) -> Iterator[Shape]:
    """A section's title on one line, smaller where it is long, and cut where that is not enough."""
    room = heading.width / _HEADING
    while len(title) > 1 and text_width(title, font) * _SMALLEST > room:
        title = title.rstrip("…")[:-1].rstrip() + "…"
    size = _HEADING * min(1, room / text_width(title, font))
    yield Caption(title, (heading.x, heading.y), size, _INK, 700, "start")


def _line(line: Line, signs: Signs) -> Iterator[Shape]:
    first = line.spots[0]
    yield Caption(line.label, (first.x - RADIUS - 1.2, first.y + 0.36 * _NUMBER), _NUMBER, _INK, 400, "end")
    yield from _bubbles(line.spots, signs)


def _bubbles(spots: Iterable[Spot], signs: Signs) -> Iterator[Shape]:
    for spot in spots:
        yield _circle(spot)
        sign = signs.get(spot.letter, spot.letter)
        yield Caption(sign, (spot.x, spot.y + 0.36 * _LETTER), _LETTER, _PALE, 400, "middle")


def _circle(spot: Spot) -> Disc:
    return Disc((spot.x, spot.y), RADIUS, "#ffffff", _PALE, _STROKE)


def _frame(x: float, y: float, width: float, height: float) -> Polygon:
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
    return Polygon(corners, stroke=_PALE, width=_STROKE)


def _strokes(*points: tuple[float, float]) -> Iterator[Polygon]:
    """A line through some points, as thin polygons there and back."""
    yield Polygon((*points, *reversed(points)), stroke=_INK, width=0.5)


def _image(width: float, height: float, content: Markup) -> str:
    return f"data:image/svg+xml,{quote(_SVG.format(width, height, _FAMILY, content))}"
