"""Candidates in the order of their marks, and the groups into which that divides them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from clausebook.model.exam_statistics import GROUPS

EXTREME = Fraction(27, 100)
"""The share of candidates in the lowest and in the highest group; Kelley (1939)."""


class Ranks:
    """The lowest and the highest group of 27 percent, and fifths from the lowest to the highest.

    The extreme groups have a whole number of candidates, at least one. Where a group ends among candidates of the same
    marks, each of them belongs to it in the same part, so that the order in which results come in changes nothing.
    """

    def __init__(self, totals: Sequence[int]) -> None:
        counts = sorted(Counter(totals).items())
        self._groups = [(end - start, dict(_parts(counts, start, end))) for start, end in _limits(len(totals))]

    def means(self, sums: Mapping[int, int]) -> tuple[Fraction, ...]:
        """The mean of a quantity in each group, the extreme ones first; `sums` adds it up by marks."""
        return tuple(
            sum((part * sums[total] for total, part in parts.items() if total in sums), Fraction(0)) / size
            for size, parts in self._groups
        )


def _limits(count: int) -> Iterator[tuple[Fraction, Fraction]]:
    """Between which ranks each group lies."""
    size = max(Fraction((EXTREME * count + Fraction(1, 2)).__floor__()), Fraction(1))
    yield Fraction(0), size
    yield count - size, Fraction(count)
    for group in range(GROUPS):
        yield Fraction(count * group, GROUPS), Fraction(count * (group + 1), GROUPS)


def _parts(counts: Sequence[tuple[int, int]], start: Fraction, end: Fraction) -> Iterator[tuple[int, Fraction]]:
    """In what part the candidates of each total belong to the group between two ranks."""
    rank = 0
    for total, count in counts:
        inside = min(end, Fraction(rank + count)) - max(start, Fraction(rank))
        if inside > 0:
            yield total, inside / count
        rank += count
