"""A radar chart of scores as SVG: one axis a stage, or bars where there are fewer than three."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from math import cos, pi, sin
from typing import NamedTuple

from markupsafe import Markup

from clausebook.model.result import shown

Label = Sequence[str]
"""The name of a stage in each language, the first one drawn largest."""
Scores = Sequence[Fraction | None]

_INK, _MUTED, _LINE, _GOLD = "#1f2933", "#5d6873", "#d9dde2", "#b08d57"
_RINGS = (20, 40, 60, 80, 100)
_GAP = 2.4
_LEADING = 1.25
_SCALES = (1.0, 0.92, 0.84, 0.76, 0.68, 0.6)
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
    """One axis of the chart: where it points, what stands at its end, and the score on it."""

    angle: float
    block: _Block
    score: Fraction | None


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
    draw = _bars if len(scores) < 3 else _radar
    size = Markup('width="{0:g}mm" height="{1:g}mm" viewBox="0 0 {0:g} {1:g}"').format(width, height)
    shapes = Markup("").join(draw(labels, scores, accent, width, height))
    return Markup('<svg xmlns="http://www.w3.org/2000/svg" {} font-family="{}">{}</svg>').format(size, family, shapes)


def tint(colour: str, share: Fraction | float) -> str:
    """The colour #rrggbb thinned with white to `share` (0 to 1) of its strength."""
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - channel) * share):02x}" for channel in channels)


def _radar(labels: Sequence[Label], scores: Scores, accent: str, width: float, height: float) -> Iterator[Markup]:
    axes, radius, centre = _fit(labels, scores, accent, width, height)
    points = [_at(centre, radius * float(axis.score), axis.angle) for axis in axes if axis.score is not None]
    yield _polygon(points, fill=tint(accent, 0.14))
    for ring in _RINGS:
        corners = [_at(centre, radius * ring / 100, axis.angle) for axis in axes]
        yield _polygon(corners, stroke=_GOLD if ring == _RINGS[-1] else _LINE, width=0.2)
    for axis in axes:
        yield _stroke(centre, _at(centre, radius, axis.angle), _LINE, 0.2)
    yield _polygon(points, stroke=accent, width=0.55)
    for x, y in points:
        yield Markup('<circle cx="{:.2f}" cy="{:.2f}" r="0.9" fill="#ffffff" stroke="{}" stroke-width="0.5"/>').format(
            x, y, accent
        )
    for axis in axes:
        left, top = _corner(axis, radius)
        yield from _text(axis.block, (centre[0] + left, centre[1] + top), _anchor(axis.angle))


def _fit(
    labels: Sequence[Label], scores: Scores, accent: str, width: float, height: float
) -> tuple[list[_Axis], float, tuple[float, float]]:
    """The axes, and the radius and the centre that leave room for the labels, which shrink before the chart does."""
    for scale in _SCALES:
        axes = _axes(labels, scores, accent, scale, width)
        radius = height / 2
        while not _fits(axes, radius, width, height) and radius > height / 8:
            radius -= 0.25
        if radius >= height * 0.28 and not _labels_touch(axes, radius):
            break
    tops, bottoms = _verticals(axes, radius)
    return axes, radius, (width / 2, (height - min(tops) - max(bottoms)) / 2)


def _axes(labels: Sequence[Label], scores: Scores, accent: str, scale: float, width: float) -> list[_Axis]:
    angles = [2 * pi * index / len(scores) - pi / 2 for index in range(len(scores))]
    return [
        _Axis(
            angle, _block(label, score, accent, scale, width * (0.45 if _anchor(angle) == "middle" else 0.235)), score
        )
        for label, score, angle in zip(labels, scores, angles, strict=True)
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


def _anchor(angle: float) -> str:
    if abs(cos(angle)) < 0.15:
        return "middle"
    return "start" if cos(angle) > 0 else "end"


def _bars(labels: Sequence[Label], scores: Scores, accent: str, width: float, height: float) -> Iterator[Markup]:
    row = height / (len(scores) + 1)
    for index, (label, score) in enumerate(zip(labels, scores, strict=True)):
        block = _block(label, score, accent, 1.3, width)
        y = row * (index + 1)
        yield from _text(block, (0, y - 2 - block.height), "start")
        yield _rectangle(y, width, tint(_MUTED, 0.16))
        if score:
            yield _rectangle(y, width * float(score), accent)
        yield _stroke((0, y + 3.2), (width, y + 3.2), _GOLD, 0.2)


def _block(label: Label, score: Fraction | None, accent: str, scale: float, limit: float) -> _Block:
    """A label's lines: the score, then the stage's name in each language, broken at `limit` millimetres."""
    first, *others = label
    sizes = [(first, 2.7 * scale, _INK), *((other, 2.15 * scale, _MUTED) for other in others)]
    lines = [_Line(shown(score), 3.1 * scale, accent, 700)]
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


def _text(block: _Block, place: tuple[float, float], anchor: str) -> Iterator[Markup]:
    x, y = place
    for line in block.lines:
        y += line.size * _LEADING
        yield Markup(
            '<text x="{:.2f}" y="{:.2f}" font-size="{:.2f}" font-weight="{}" fill="{}" text-anchor="{}">{}</text>'
        ).format(x, y - line.size * 0.3, line.size, line.weight, line.colour, anchor, line.text)


def _at(origin: tuple[float, float], distance: float, angle: float) -> tuple[float, float]:
    return origin[0] + distance * cos(angle), origin[1] + distance * sin(angle)


def _polygon(
    points: Sequence[tuple[float, float]], *, fill: str = "none", stroke: str = "none", width: float = 0
) -> Markup:
    corners = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
    return Markup('<polygon points="{}" fill="{}" stroke="{}" stroke-width="{:g}" stroke-linejoin="round"/>').format(
        corners, fill, stroke, width
    )


def _stroke(start: tuple[float, float], end: tuple[float, float], colour: str, width: float) -> Markup:
    return Markup('<path d="M{:.2f} {:.2f}L{:.2f} {:.2f}" stroke="{}" stroke-width="{:g}"/>').format(
        *start, *end, colour, width
    )


def _rectangle(y: float, width: float, colour: str) -> Markup:
    return Markup('<rect x="0" y="{:.2f}" width="{:.2f}" height="2.2" fill="{}"/>').format(y, width, colour)
