"""Exact means of any number of scores, in the memory of a few integers."""

from collections.abc import Iterable
from fractions import Fraction


class Mean:
    """The mean of the scores added so far, `count` of them.

    Scores of one form share a few denominators. Adding numerators for each of them is exact, and quicker than adding
    fractions, which would be reduced each time.
    """

    __slots__ = ("_numerators", "count")

    def __init__(self) -> None:
        self.count = 0
        self._numerators: dict[int, int] = {}

    def add(self, score: Fraction) -> None:
        """Take one more score."""
        numerator, denominator = score.as_integer_ratio()
        self.count += 1
        self._numerators[denominator] = self._numerators.get(denominator, 0) + numerator

    @property
    def total(self) -> Fraction:
        """The sum of all scores."""
        return sum((Fraction(top, bottom) for bottom, top in self._numerators.items()), Fraction(0))

    @property
    def value(self) -> Fraction | None:
        """The mean; None where there are no scores."""
        return self.total / self.count if self.count else None

    def over(self, people: int) -> Fraction:
        """The sum divided among so many people, at least one, of whom those not added count as nought."""
        return self.total / people


def merged(means: Iterable[Mean]) -> Mean:
    """The mean of all scores together."""
    whole = Mean()
    for mean in means:
        whole.count += mean.count
        for bottom, top in mean._numerators.items():
            whole._numerators[bottom] = whole._numerators.get(bottom, 0) + top
    return whole
