"""Means are exact, whatever comes together."""

from fractions import Fraction
from random import Random

from clausebook.reports.mean import Mean, merged


def filled(scores: list[Fraction]) -> Mean:
    mean = Mean()
    for score in scores:
        mean.add(score)
    return mean


def test_mean_is_exact() -> None:
    rng = Random(5)
    scores = [Fraction(rng.randrange(50), rng.choice((1, 3, 4, 7, 12, 109))) for _ in range(500)]
    mean = filled(scores)
    assert (mean.count, mean.value, mean.total) == (500, sum(scores) / 500, sum(scores))
    assert merged([filled(scores[:123]), filled([]), filled(scores[123:])]).value == mean.value


def test_nothing_has_no_mean() -> None:
    assert (Mean().value, merged([]).value) == (None, None)


def test_missing_people_count_as_nought() -> None:
    assert filled([Fraction(1, 2), Fraction(1, 4)]).over(3) == Fraction(1, 4)
