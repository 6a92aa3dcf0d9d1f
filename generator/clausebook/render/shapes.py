"""Simple drawings that come out the same whether they are written as SVG or straight as the operators of a PDF page."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from math import pi, sqrt
from typing import Literal, NamedTuple

from markupsafe import Markup

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]


class Polygon(NamedTuple):
    """A closed line through some points, filled or stroked with colours as #rrggbb."""

    points: Sequence[Point]
    fill: str = ""
    stroke: str = ""
    width: float = 0


class Disc(NamedTuple):
    """A circle, filled and stroked."""

    centre: Point
    radius: float
    fill: str
    stroke: str
    width: float


class Box(NamedTuple):
    """A rectangle, filled."""

    corner: Point
    width: float
    height: float
    fill: str


class Grid(NamedTuple):
    """Squares of one unit, `side` in a row and a column, `offset` from the origin; `bits` has one for each, by rows."""

    bits: int
    side: int
    offset: int
    fill: str

    def rows(self) -> Iterator[str]:
        """The rows from above, a 1 for each square that is filled."""
        bits = f"{self.bits:0{self.side * self.side}b}"
        return (bits[at : at + self.side] for at in range(0, len(bits), self.side))


class Caption(NamedTuple):
    """A line of text at a place on its baseline."""

    text: str
    place: Point
    size: float
    colour: str
    weight: int
    anchor: Anchor


Shape = Polygon | Disc | Box | Grid | Caption
_POLYGON = Markup('<polygon points="{}" fill="{}" stroke="{}" stroke-width="{:g}" stroke-linejoin="round"/>')
_CIRCLE = Markup('<circle cx="{:.2f}" cy="{:.2f}" r="{:g}" fill="{}" stroke="{}" stroke-width="{:g}"/>')
_RECT = Markup('<rect x="{:.2f}" y="{:.2f}" width="{:.2f}" height="{:.2f}" fill="{}"/>')
_PATH = Markup('<path d="{}" fill="{}"/>')
_TEXT = Markup('<text x="{:.2f}" y="{:.2f}" font-size="{:.2f}" font-weight="{}" fill="{}" text-anchor="{}">{}</text>')
_CHUNK = 8
SetCaption = Callable[[Caption], bytes]
"""Gives the operators between BT and ET that draw a caption, where the y axis points down."""


def svg_of(shapes: Iterable[Shape]) -> Markup:
    """The shapes as elements of SVG."""
    return Markup("").join(map(_element, shapes))


def operators_of(shapes: Iterable[Shape], captions: SetCaption) -> bytes:
    """The shapes as operators (ISO 32000-1, 8.5), which leave the graphics state as they found it."""
    return b"\n".join(line for shape in shapes for line in (b"q", *_drawn(shape, captions), b"Q"))


@lru_cache(maxsize=256)
def colour(code: str) -> bytes:
    """The channels of #rrggbb as operands."""
    return b"%.6g %.6g %.6g" % tuple(int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))


def _element(shape: Shape) -> Markup:
    if isinstance(shape, Polygon):
        corners = " ".join(f"{x:.2f},{y:.2f}" for x, y in shape.points)
        return _POLYGON.format(corners, shape.fill or "none", shape.stroke or "none", shape.width)
    if isinstance(shape, Disc):
        return _CIRCLE.format(*shape.centre, shape.radius, shape.fill, shape.stroke, shape.width)
    if isinstance(shape, Box):
        return _RECT.format(*shape.corner, shape.width, shape.height, shape.fill)
    if isinstance(shape, Grid):
        return _PATH.format(_grid(shape, "M{} {}h{w}v1h-{w}z"), shape.fill)
    return _TEXT.format(*shape.place, shape.size, shape.weight, shape.colour, shape.anchor, shape.text)


def _drawn(shape: Shape, captions: SetCaption) -> Iterator[bytes]:
    if isinstance(shape, Polygon):
        if shape.points:
            yield _state(shape.fill, shape.stroke, shape.width)
            yield b"%.2f %.2f m" % shape.points[0]
            yield from (b"%.2f %.2f l" % point for point in shape.points[1:])
            yield b"h S" if shape.stroke else b"h f"
    elif isinstance(shape, Disc):
        yield _state(shape.fill, shape.stroke, shape.width, join=0)
        yield _circle(round(shape.centre[0], 2), round(shape.centre[1], 2), shape.radius)
        yield b"B"
    elif isinstance(shape, Box):
        yield _state(shape.fill, "", 0)
        yield b"%.2f %.2f %.2f %.2f re f" % (*shape.corner, shape.width, shape.height)
    elif isinstance(shape, Grid):
        yield _state(shape.fill, "", 0)
        yield _grid(shape, "{} {} {w} 1 re\n").encode() + b"f"
    else:
        yield _state(shape.colour, "", 0)
        yield b"BT\n" + captions(shape) + b"\nET"


def _grid(grid: Grid, box: str) -> str:
    """All squares as one path, so that neighbours leave no seam; `box` draws some beside each other."""
    tables = [_boxes(at + grid.offset, box) for at in range(0, grid.side, _CHUNK)]
    width, row = len(tables), (1 << grid.side) - 1
    padding = width * _CHUNK - grid.side
    lines = []
    for y in range(grid.side):
        squares = (grid.bits >> grid.side * (grid.side - 1 - y) & row) << padding
        boxes = [table[byte] for table, byte in zip(tables, squares.to_bytes(width, "big"), strict=True)]
        lines.append("".join(boxes).replace("Y", str(y + grid.offset)))
    return "".join(lines)


@lru_cache(maxsize=256)
def _boxes(x: int, box: str) -> tuple[str, ...]:
    """For every byte the boxes of eight squares that begin at `x`, with a Y for where they stand the other way."""
    return tuple(
        "".join(box.format(x + run.start(), "Y", w=run.end() - run.start()) for run in re.finditer("1+", f"{byte:08b}"))
        for byte in range(256)
    )


@lru_cache(maxsize=256)
def _state(fill: str, stroke: str, width: float, join: int = 1) -> bytes:
    parts = [colour(fill) + b" rg"] if fill else []
    if stroke:
        parts += [colour(stroke) + b" RG", b"%.6g w %d j" % (width, join)]
    return b" ".join(parts)


def _circle(x: float, y: float, radius: float) -> bytes:
    """Four Bézier curves, as WeasyPrint draws a circle."""
    reach = radius / sqrt(pi)
    corners = ((radius, reach, reach, radius, 0, radius), (-reach, radius, -radius, reach, -radius, 0))
    halves = [*corners, *(tuple(-part for part in corner) for corner in corners)]
    curves = (tuple(part + (x, y)[at % 2] for at, part in enumerate(half)) for half in halves)
    start = b"%.6g %.6g m " % (x + radius, y)
    return start + b" ".join(b"%.6f %.6f %.6f %.6f %.6f %.6f c" % curve for curve in curves) + b" h"
