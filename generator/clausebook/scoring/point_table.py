"""The points of all candidates in all questions as whole numbers, and the sums that every figure is made of."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import NamedTuple

from clausebook.model.exam_response import ExamResult, MarkedAnswer
from clausebook.model.paper import Asked, Paper
from clausebook.scoring.correlation import correlation
from clausebook.scoring.ranks import Ranks


class Sums(NamedTuple):
    """Over the candidates: the sums of points in one question, of their squares, and of points times all marks."""

    points: int
    squares: int
    products: int


class PointTable:
    """Results of papers that ask the same questions, at least one; whole numbers count parts of a point, see `unit`."""

    def __init__(self, papers: Sequence[Paper], results: Sequence[ExamResult]) -> None:
        self._results = results
        self._asked = {paper.code: {asked.item.id: asked for asked in paper.questions} for paper in papers}
        self.paper = papers[0]
        self.count = len(results)
        given = {answer.points for result in results for answer in result.answers.values()}
        self.unit = lcm(*(points.denominator for points in given))
        """How many parts a point has."""
        self.points: Mapping[str, Sequence[int]] = {item.id: self._points(item.id) for item in self.paper.items}
        self.totals: Sequence[int] = [sum(points) for points in zip(*self.points.values(), strict=True)]
        self.ranks = Ranks(self.totals)

    @cached_property
    def sums(self) -> Mapping[str, Sums]:
        """The sums by item."""
        return {item: self._sums(points) for item, points in self.points.items()}

    @cached_property
    def squares(self) -> int:
        """The sum of the squares of all marks."""
        return sum(total * total for total in self.totals)

    @cached_property
    def spread(self) -> int:
        """The variance of the marks times the square of the number of candidates."""
        return self.count * self.squares - sum(self.totals) * sum(self.totals)

    def answers(self, item: str) -> list[tuple[Asked, MarkedAnswer]]:
        """The answer of each candidate to an item, and how the candidate was asked it."""
        asked = [(self._asked[result.code][item], result) for result in self._results]
        return [(own, result.answers[own.number]) for own, result in asked]

    def rests(self, item: str) -> list[int]:
        """The marks of each candidate in all other questions."""
        return [total - own for total, own in zip(self.totals, self.points[item], strict=True)]

    def groups(self, item: str) -> tuple[Fraction, ...]:
        """The mean points in an item in each group of `Ranks`, in points."""
        by_total: defaultdict[int, int] = defaultdict(int)
        for total, own in zip(self.totals, self.points[item], strict=True):
            by_total[total] += own
        return tuple(mean / self.unit for mean in self.ranks.means(by_total))

    def discrimination(self, item: str) -> float | None:
        """The correlation of the points in an item with the marks in all others."""
        own = self.sums[item]
        rest = self.squares - 2 * own.products + own.squares
        marks = sum(self.totals) - own.points
        return correlation(self.count, own.points, own.squares, marks, rest, own.products - own.squares)

    def _points(self, item: str) -> list[int]:
        return [int(answer.points * self.unit) for _, answer in self.answers(item)]

    def _sums(self, points: Sequence[int]) -> Sums:
        products = sum(own * total for own, total in zip(points, self.totals, strict=True))
        return Sums(sum(points), sum(own * own for own in points), products)
