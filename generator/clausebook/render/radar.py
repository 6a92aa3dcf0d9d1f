"""A radar chart of scores: one axis a stage, or bars where there are fewer than three.

Where everything stands depends on the labels only, so that charts of the same stages lie on top of each other.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import cos, pi, sin
from pathlib import Path
from typing import NamedTuple

from markupsafe import Markup

from clausebook.model.result import shown
from clausebook.render.fonts import text_width
from clausebook.render.shapes import Anchor, Box, Caption, Disc, Point, Polygon, Shape, svg_of

Label = Sequence[str]
"""The name of a stage in each language, the first one drawn largest."""
Scores = Sequence[Fraction | None]

_INK, _MUTED, _LINE, _GOLD = "#1f2933", "#5d6873", "#d9dde2", "#b08d57"
_RINGS = (20, 40, 60, 80, 100)
_GAP = 2.4
_LEADING = 1.25
_SCALES = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6)
_SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" width="{0:g}mm" height="{1:g}mm" viewBox="0 0 {0:g} {1:g}"'
    ' font-family="{2}">{3}{4}{5}</svg>'
)
_WIDEST = "100.0"
_BAR = 2.2
_TOKEN = re.compile("\\s*(?:[^\\s\u2e80-\uffef]+|\\S)[\u3001-\u301f\uff01\uff09\uff0c\uff0e\uff1a\uff1b\uff1f\uff5e]*")
"""A word, or one character of a script written without spaces, with the punctuation that may not start a line."""


class _Line(NamedTuple):
    text: str
    size: float
    colour: str
    weight: int


class _Block(NamedTuple):
    """A label's lines, with their width and height in millimetres."""

    lines: tuple[_Line, ...]
    width: float
    height: float


class _Axis(NamedTuple):
    """One axis of the chart: where it points, and what stands at its end."""

    angle: float
    block: _Block


@dataclass(frozen=True)
class Chart:
    """A chart of some stages, in millimetres, into which scores from 0 to 1 are drawn; None is a stage without a score.

    `captions` are the places of the scores; where `font` is known, they are moved to where they have to begin, since a
    program that does so itself draws them a little off. A chart of bars has no axes: its bars begin at `rows`.
    """

    size: Point
    accent: str
    frame: tuple[Shape, ...]
    captions: tuple[Caption, ...]
    axes: tuple[float, ...] = ()
    radius: float = 0
    centre: Point = (0, 0)
    rows: tuple[float, ...] = ()
    font: Path | None = None

    def area(self, scores: Scores) -> list[Shape]:
        """What lies below the frame: the area of the scores."""
        return [] if self.rows else [Polygon(self._points(scores), fill=tint(self.accent, 0.14))]

    def line(self, scores: Scores) -> list[Shape]:
        """What lies above the frame: the line through the scores, or the bars, and the figures."""
        pairs = zip(self.captions, scores, strict=True)
        figures = [self._begun(caption._replace(text=shown(score))) for caption, score in pairs]
        if self.rows:
            return [*self._bars(scores), *figures]
        points = self._points(scores)
        dots = (Disc(point, 0.9, "#ffffff", self.accent, 0.5) for point in points)
        return [Polygon(points, stroke=self.accent, width=0.55), *dots, *figures]

    def svg(self, area: Markup, line: Markup, family: str) -> Markup:
        """The chart with something below and something above its frame, in a font family."""
        return _SVG.format(*self.size, family, area, svg_of(self.frame), line)

    def _begun(self, figure: Caption) -> Caption:
        if self.font is None or figure.anchor == "start":
            return figure
        shift = text_width(figure.text, self.font) * figure.size * {"middle": 0.5, "end": 1.0}[figure.anchor]
        return figure._replace(place=(figure.place[0] - shift, figure.place[1]), anchor="start")

    def _points(self, scores: Scores) -> list[Point]:
        pairs = zip(self.axes, scores, strict=True)
        return [_at(self.centre, self.radius * float(score), angle) for angle, score in pairs if score is not None]

    def _bars(self, scores: Scores) -> Iterator[Shape]:
        for y, score in zip(self.rows, scores, strict=True):
            if score:
                yield Box((0, y), self.size[0] * float(score), _BAR, self.accent)


def radar_svg(
    labels: Sequence[Label],
    scores: Scores,
    *,
    accent: str,
    family: str = "sans-serif",
    width: float = 108,
    height: float = 88,
) -> str:
    """Draw scores from 0 to 1, None for a stage without a score, into `width` by `height` millimetres.

    `labels` and `scores` have the same length, at least 1; `accent` is a colour as #rrggbb, `family` a font family.
    """
    drawn = chart(labels, accent=accent, width=width, height=height)
    return drawn.svg(svg_of(drawn.area(scores)), svg_of(drawn.line(scores)), family)


def chart(
    labels: Sequence[Label], *, accent: str, width: float = 108, height: float = 88, font: Path | None = None
) -> Chart:
    """The chart of some stages, before any scores; see `radar_svg`. `font` is the bold one."""
    return replace((_bars if len(labels) < 3 else _radar)(labels, accent, width, height), font=font)


def tint(colour: str, share: Fraction | float) -> str:
    """The colour #rrggbb thinned with white to `share` (0 to 1) of its strength."""
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - channel) * share):02x}" for channel in channels)


def _radar(labels: Sequence[Label], accent: str, width: float, height: float) -> Chart:
    axes, radius, centre = _fit(labels, accent, width, height)
    frame: list[Shape] = []
    for ring in _RINGS:
        corners = [_at(centre, radius * ring / 100, axis.angle) for axis in axes]
        frame.append(Polygon(corners, stroke=_GOLD if ring == _RINGS[-1] else _LINE, width=0.2))
    frame += [Polygon([centre, _at(centre, radius, axis.angle)], stroke=_LINE, width=0.2) for axis in axes]
    figures = []
    for axis in axes:
        left, top = _corner(axis, radius)
        figure, *names = _text(axis.block, (centre[0] + left, centre[1] + top), _anchor(axis.angle))
        figures.append(figure)
        frame += names
    angles = tuple(axis.angle for axis in axes)
    return Chart((width, height), accent, tuple(frame), tuple(figures), angles, radius, centre)


def _fit(labels: Sequence[Label], accent: str, width: float, height: float) -> tuple[list[_Axis], float, Point]:
    """The axes, and the radius and the centre that leave room for the labels, which shrink before the chart does."""
    for scale in _SCALES:
        axes = _axes(labels, accent, scale, width)
        radius = height / 2
        while not _fits(axes, radius, width, height) and radius > height / 8:
            radius -= 0.25
        if radius >= height * 0.28 and not _labels_touch(axes, radius):
            break
    tops, bottoms = _verticals(axes, radius)
    return axes, radius, (width / 2, (height - min(tops) - max(bottoms)) / 2)


def _axes(labels: Sequence[Label], accent: str, scale: float, width: float) -> list[_Axis]:
    angles = [2 * pi * index / len(labels) - pi / 2 for index in range(len(labels))]
    return [
        _Axis(angle, _block(label, accent, scale, width * (0.45 if _anchor(angle) == "middle" else 0.235)))
        for label, angle in zip(labels, angles, strict=True)
    ]


def _fits(axes: Sequence[_Axis], radius: float, width: float, height: float) -> bool:
    tops, bottoms = _verticals(axes, radius)
    sides = (
        abs(cos(axis.angle)) * (radius + _GAP) + axis.block.width for axis in axes if _anchor(axis.angle) != "middle"
    )
    return max(bottoms) - min(tops) <= height and max(sides) <= width / 2


def _labels_touch(axes: Sequence[_Axis], radius: float) -> bool:
    """Whether a label overlaps the next one around the chart."""
    boxes = [_box(axis, radius) for axis in axes]
    return any(
        left < other_right and other_left < right and top < other_bottom and other_top < bottom
        for (left, top, right, bottom), (other_left, other_top, other_right, other_bottom) in pairwise(boxes)
    )


def _box(axis: _Axis, radius: float) -> tuple[float, float, float, float]:
    """The left, upper, right and lower edges of a label, from the centre."""
    x, top = _corner(axis, radius)
    left = x - axis.block.width * {"start": 0.0, "middle": 0.5, "end": 1.0}[_anchor(axis.angle)]
    return left, top, left + axis.block.width, top + axis.block.height


def _verticals(axes: Sequence[_Axis], radius: float) -> tuple[list[float], list[float]]:
    """The upper and lower edges of all labels, from the centre downwards."""
    tops = [_corner(axis, radius)[1] for axis in axes]
    return tops, [top + axis.block.height for top, axis in zip(tops, axes, strict=True)]


def _corner(axis: _Axis, radius: float) -> tuple[float, float]:
    """Where a label is anchored horizontally and where its upper edge is, from the centre."""
    x, y = _at((0, 0), radius + _GAP, axis.angle)
    return x, y + (sin(axis.angle) - 1) * axis.block.height / 2


def _anchor(angle: float) -> Anchor:
    if abs(cos(angle)) < 0.15:
        return "middle"
    return "start" if cos(angle) > 0 else "end"


def _bars(labels: Sequence[Label], accent: str, width: float, height: float) -> Chart:
    row = height / (len(labels) + 1)
    rows = tuple(row * (index + 1) for index in range(len(labels)))
    frame: list[Shape] = []
    figures = []
    for label, y in zip(labels, rows, strict=True):
        block = _block(label, accent, 1.3, width)
        figure, *names = _text(block, (0, y - 2 - block.height), "start")
        figures.append(figure)
        bottom = y + _BAR + 1
        frame += [
            *names,
            Box((0, y), width, _BAR, tint(_MUTED, 0.16)),
            Polygon([(0, bottom), (width, bottom)], stroke=_GOLD, width=0.2),
        ]
    return Chart((width, height), accent, tuple(frame), tuple(figures), rows=rows)


def _block(label: Label, accent: str, scale: float, limit: float) -> _Block:
    """A label's lines: the score, then the stage's name in each language, broken at `limit` millimetres."""
    first, *others = label
    sizes = [(first, 2.7 * scale, _INK), *((other, 2.15 * scale, _MUTED) for other in others)]
    lines = [_Line(_WIDEST, 3.1 * scale, accent, 700)]
    lines += [_Line(part, size, colour, 400) for text, size, colour in sizes for part in _wrapped(text, limit / size)]
    width = max(line.size * _ems(line.text) for line in lines)
    return _Block(tuple(lines), width, sum(line.size for line in lines) * _LEADING)


def _wrapped(text: str, limit: float) -> list[str]:
    """The text in lines of at most `limit` ems, as far as its words allow."""
    lines = [""]
    for token in _TOKEN.findall(text):
        if lines[-1] and _ems(lines[-1] + token) > limit:
            lines.append(token.lstrip())
        else:
            lines[-1] += token if lines[-1] else token.lstrip()
    return lines


def _ems(text: str) -> float:
    """A generous guess at a text's width in ems: full for wide characters, 0.58 for others."""
    return sum(1 if unicodedata.east_asian_width(character) in "WF" else 0.58 for character in text)


def _text(block: _Block, place: Point, anchor: Anchor) -> Iterator[Caption]:
    x, y = place
    for line in block.lines:
        y += line.size * _LEADING
        yield Caption(line.text, (x, y - line.size * 0.3), line.size, line.colour, line.weight, anchor)


def _at(origin: Point, distance: float, angle: float) -> Point:
    return origin[0] + distance * cos(angle), origin[1] + distance * sin(angle)
