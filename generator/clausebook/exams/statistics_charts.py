"""Charts of an exam's statistics as SVG, in the colours of the page around them."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from markupsafe import Markup

_WIDTH, _HEIGHT, _FOOT, _HEAD = 600, 230, 26, 24
_MAP_HEIGHT, _LEFT = 380, 34
_LOWEST = -0.4
"""The least discrimination on the map; below it dots stand at its edge."""
_TICKS = (-0.4, -0.2, 0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_CURVE_WIDTH, _CURVE_HEIGHT = 220, 110


class Dot(NamedTuple):
    """A question on the map: its place, and what is told of it."""

    difficulty: Fraction
    discrimination: float
    title: str
    is_flagged: bool


class Curve(NamedTuple):
    """The share of each group of candidates, the weakest first, that gave an answer."""

    name: str
    shares: Sequence[Fraction]
    is_right: bool


def histogram(counts: Sequence[int], labels: Sequence[str], passing: Fraction, told: str) -> Markup:
    """Columns of candidates by ranges of equal width; a line at `passing`, a share of the whole width."""
    frame = Markup('<svg class="histogram" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>')
    line = Markup('<path class="passing" d="M{0:.1f} 4V{1}"/>').format(_WIDTH * float(passing), _HEIGHT - _FOOT)
    return frame.format(_WIDTH, _HEIGHT, told, Markup("").join(_columns(counts, labels)), line)


def _columns(counts: Sequence[int], labels: Sequence[str]) -> Iterator[Markup]:
    step, base, most = _WIDTH / len(counts), _HEIGHT - _FOOT, max(*counts, 1)
    yield Markup('<path class="axis" d="M0 {0}H{1}"/>').format(base, _WIDTH)
    for place, (count, label) in enumerate(zip(counts, labels, strict=True)):
        middle, height = step * (place + 0.5), (base - _HEAD) * count / most
        if count:
            yield Markup('<rect class="column" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
                middle - step * 0.42, base - height, step * 0.84, height
            )
        yield Markup('<text class="count" x="{:.1f}" y="{:.1f}">{}</text>').format(middle, base - height - 6, count)
        yield Markup('<text x="{:.1f}" y="{}">{}</text>').format(middle, _HEIGHT - 8, label)


def question_map(dots: Sequence[Dot], told: str) -> Markup:
    """Questions by difficulty, from left to right, and discrimination, upwards."""
    frame = Markup('<svg class="map" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>')
    drawn = Markup("").join(_dot(dot) for dot in sorted(dots, key=lambda dot: dot.is_flagged))
    return frame.format(_WIDTH, _MAP_HEIGHT, told, Markup("").join(_grid()), drawn)


def _grid() -> Iterator[Markup]:
    for tick in _TICKS:
        kind = "limit" if tick == 0.2 else "axis" if tick == 0 else "line"
        y = _upwards(tick)
        yield Markup('<path class="{}" d="M{} {:.1f}H{}"/>').format(kind, _LEFT, y, _WIDTH - 8)
        label = f"{tick:.1f}".replace("-", "−")
        yield Markup('<text class="tick" x="{}" y="{:.1f}">{}</text>').format(_LEFT - 6, y + 5, label)
    for percent in range(0, 101, 20):
        yield Markup('<text x="{:.1f}" y="{}">{}%</text>').format(_across(percent / 100), _MAP_HEIGHT - 6, percent)


def _dot(dot: Dot) -> Markup:
    x, y = _across(float(dot.difficulty)), _upwards(max(dot.discrimination, _LOWEST))
    shape = (
        Markup('<rect class="flagged" x="{:.1f}" y="{:.1f}" width="10" height="10"/>').format(x - 5, y - 5)
        if dot.is_flagged
        else Markup('<circle class="dot" cx="{:.1f}" cy="{:.1f}" r="4.5"/>').format(x, y)
    )
    return Markup("<g><title>{}</title>{}</g>").format(dot.title, shape)


def _across(share: float) -> float:
    return _LEFT + 10 + share * (_WIDTH - _LEFT - 30)


def _upwards(discrimination: float) -> float:
    return 10 + (1 - discrimination) / (1 - _LOWEST) * (_MAP_HEIGHT - 46)


def curves(lines: Sequence[Curve], told: str) -> Markup:
    """How the share of each answer changes from the weakest candidates to the best."""
    frame = Markup('<svg class="curves" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}</svg>')
    ground = Markup('<path class="axis" d="M8 {0}H{1}"/><path class="line" d="M8 8H{1}"/>').format(
        _CURVE_HEIGHT - 8, _CURVE_WIDTH - 24
    )
    ends = _apart([_height(line.shares[-1]) for line in lines])
    drawn = Markup("").join(_curve(line, end) for line, end in zip(lines, ends, strict=True))
    return frame.format(_CURVE_WIDTH, _CURVE_HEIGHT, told, ground, drawn)


def _curve(line: Curve, end: float) -> Markup:
    step = (_CURVE_WIDTH - 32) / (len(line.shares) - 1)
    points = " ".join(f"{8 + step * place:.1f},{_height(share):.1f}" for place, share in enumerate(line.shares))
    kind = "right" if line.is_right else "wrong"
    return Markup('<polyline class="{0}" points="{1}"/><text class="{0}" x="{2}" y="{3:.1f}">{4}</text>').format(
        kind, points, _CURVE_WIDTH - 20, end + 4, line.name
    )


def _height(share: Fraction) -> float:
    return 8 + float(1 - share) * (_CURVE_HEIGHT - 16)


def _apart(heights: Sequence[float], least: float = 13) -> list[float]:
    """Where names stand that belong at these heights, so that none covers another or lies outside."""
    order = sorted(range(len(heights)), key=lambda place: heights[place])
    found, limit = list(heights), _CURVE_HEIGHT - 6.0
    for above, place in pairwise(order):
        found[place] = max(found[place], found[above] + least)
    for place in reversed(order):
        found[place] = min(found[place], limit)
        limit = found[place] - least
    return found
