"""Two results about the same person side by side, on the clauses that both have a score for."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from clausebook.model.result import Result, Score


class Pair(NamedTuple):
    """What a person says and what the reviewer says, from 0 to 1."""

    own: Fraction
    other: Fraction

    @property
    def difference(self) -> Fraction:
        """The reviewer's score minus the person's own."""
        return self.other - self.own


class Reviewed(NamedTuple):
    """One clause with both scores, and the stage that it belongs to."""

    stage: str
    clause: str
    pair: Pair


def clause_scores(result: Result) -> dict[str, Score]:
    """The scores by clause id."""
    return {clause.id: clause.score for stage in result.stages for clause in stage.clauses}


def compared(own: Result, other: Mapping[str, Score]) -> Iterator[Reviewed]:
    """The clauses of a result that have a score there and among the `other` scores."""
    for stage in own.stages:
        for clause in stage.clauses:
            score = other.get(clause.id)
            if clause.score is not None and score is not None:
                yield Reviewed(stage.id, clause.id, Pair(clause.score, score))


def mean_pair(pairs: list[Pair]) -> Pair:
    """The mean of at least one pair, every clause counting the same."""
    own = sum((pair.own for pair in pairs), Fraction(0))
    other = sum((pair.other for pair in pairs), Fraction(0))
    return Pair(own / len(pairs), other / len(pairs))
