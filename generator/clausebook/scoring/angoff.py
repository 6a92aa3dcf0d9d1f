"""Pass marks by the method of Angoff (1971), with partial points as Hambleton and Plake (1995) extend it.

Each judge says of each question which share of its points a candidate earns who just passes. The sum of these points is
the pass mark that the judge sets, and the mean over the judges is the one that counts.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import sqrt

from clausebook.model.angoff import Agreement, Cut, Judgement
from clausebook.model.paper import Paper


def cut(paper: Paper, judgements: Sequence[Judgement]) -> Cut:
    """The pass mark of a paper by at least one judge, each of whom has rated every question of it."""
    by_judge = {
        judgement.judge: sum(
            (asked.points * judgement.ratings[asked.item.id] for asked in paper.questions), Fraction(0)
        )
        for judgement in judgements
    }
    set_by = list(by_judge.values())
    deviation = _deviation(set_by)
    return Cut(
        paper=paper.id,
        maximum=paper.total,
        marks=_mean(set_by),
        error=None if deviation is None else deviation / sqrt(len(set_by)),
        by_judge=by_judge,
    )


def agreement(item: str, judgements: Sequence[Judgement]) -> Agreement:
    """How far judges agree on an item that all of them have rated."""
    ratings = [judgement.ratings[item] for judgement in judgements]
    return Agreement(_mean(ratings), min(ratings), max(ratings), _deviation(ratings))


def _mean(values: Sequence[Fraction]) -> Fraction:
    return sum(values, Fraction(0)) / len(values)


def _deviation(values: Sequence[Fraction]) -> float | None:
    """The standard deviation over n - 1; None for a single value."""
    if len(values) < 2:
        return None
    mean = _mean(values)
    return sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))
