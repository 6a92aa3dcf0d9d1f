"""Small charts of a team's figures as SVG, in the colours of the page around them."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from markupsafe import Markup

_WIDTH, _HEIGHT, _FOOT, _HEAD = 600, 220, 24, 22
_TRACK = 120


def histogram(counts: Sequence[int], labels: Sequence[str], told: str) -> Markup:
    """Columns of people, at least one of them, with their number above and the range below; `told` says it in words."""
    frame = '<svg class="histogram" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>'
    columns = Markup("").join(_columns(counts, labels))
    return Markup(frame).format(_WIDTH, _HEIGHT, told, columns)  # noqa: S704 - the frame is a constant


def _columns(counts: Sequence[int], labels: Sequence[str]) -> Iterator[Markup]:
    step, base, most = _WIDTH / len(counts), _HEIGHT - _FOOT, max(*counts, 1)
    yield Markup('<path class="axis" d="M0 {0}H{1}"/>').format(base, _WIDTH)
    for place, (count, label) in enumerate(zip(counts, labels, strict=True)):
        middle, height = step * (place + 0.5), (base - _HEAD) * count / most
        if count:
            yield Markup('<rect class="column" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
                middle - step * 0.36, base - height, step * 0.72, height
            )
        yield Markup('<text class="count" x="{:.1f}" y="{:.1f}">{}</text>').format(middle, base - height - 6, count)
        yield Markup('<text x="{:.1f}" y="{}">{}</text>').format(middle, _HEIGHT - 7, label)


def dumbbell(own: Fraction, other: Fraction, told: str) -> Markup:
    """Two scores from 0 to 1 on one line: a circle for how people see themselves, a square for the reviewer."""
    start, end = (6 + float(score) * (_TRACK - 12) for score in (own, other))
    return Markup(
        '<svg class="dumbbell" viewBox="0 0 {0} 16" role="img" aria-label="{1}">'
        '<path class="axis" d="M6 8H{2}"/><path class="between" d="M{3:.1f} 8H{4:.1f}"/>'
        '<circle class="own" cx="{3:.1f}" cy="8" r="5"/>'
        '<rect class="other" x="{5:.1f}" y="3.5" width="9" height="9"/></svg>'
    ).format(_TRACK, told, _TRACK - 6, start, end, end - 4.5)
