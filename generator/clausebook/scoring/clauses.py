"""What the answers to one clause come to. Clauses are short: what one response shows is kept for those that follow."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from clausebook.model.form import Scale
from clausebook.model.result import Gap
from clausebook.model.standard import Clause, ProvisionType
from clausebook.scoring.exact import COUNTS, mean

Ratings = int | tuple[int | None, ...] | None
"""Points of each provision in their order, or of the only one; None where it is unanswered or does not apply."""
Loss = tuple[int, str]
"""What a provision below full takes, as a numerator, and its Gap in JSON up to that number."""


class ClauseState(NamedTuple):
    """What the answers to a clause come to, in whole numbers over the denominator that all clauses of a form share.

    `total` is the clause's score and its count, 0 where there is no score; `text` the score in JSON.
    """

    total: int
    text: str
    gaps: tuple[Loss, ...]


class ClauseStates(dict[Ratings, ClauseState]):
    """The states of one clause by its ratings: worked out when first asked for, and at most `most` of them kept."""

    def __init__(
        self, clause: Clause, weights: Mapping[ProvisionType, int], scale: Scale, denominator: int, most: int
    ) -> None:
        super().__init__()
        self._clause = clause.id
        self._provisions = tuple((ref, p.type, weights[p.type]) for ref, p in clause.references())
        self._full = scale.maximum
        self._denominator = denominator
        self._most = most
        self._losses: dict[tuple[str, int, int], Loss] = {}

    def __missing__(self, ratings: Ratings) -> ClauseState:
        state = self._state(ratings if isinstance(ratings, tuple) else (ratings,))
        if len(self) < self._most:
            self[ratings] = state
        return state

    def _state(self, ratings: tuple[int | None, ...]) -> ClauseState:
        given = zip(self._provisions, ratings, strict=True)
        rated = [(*provision, rating) for provision, rating in given if provision[-1] and rating is not None]
        if not rated:
            return ClauseState(0, "null", ())
        share = self._denominator // (self._full * sum(weight for _, _, weight, _ in rated))
        total = share * sum(weight * rating for _, _, weight, rating in rated) * COUNTS + 1
        gaps = tuple(
            self._loss(ref, kind, rating, share * weight * (self._full - rating))
            for ref, kind, weight, rating in rated
            if rating < self._full
        )
        return ClauseState(total, mean(total, self._denominator), gaps)

    def _loss(self, ref: str, kind: ProvisionType, rating: int, lost: int) -> Loss:
        """The same for all states in which it comes, so that few texts are in use at a time."""
        key = (ref, rating, lost)
        if key not in self._losses:
            gap = Gap(provision=ref, clause=self._clause, type=kind, rating=rating, lost=Fraction(0))
            self._losses[key] = (lost, gap.model_dump_json().removesuffix('"0"}'))
        return self._losses[key]


def common_denominator(clauses: Iterable[Clause], weights: Mapping[ProvisionType, int], scale: Scale) -> int:
    """A denominator for every score that any of the clauses can have, whichever of its provisions are rated."""
    totals: set[int] = set()
    for clause in clauses:
        sums = {0}
        for provision in clause.provisions:
            sums |= {weights[provision.type] + known for known in sums}
        totals |= sums
    return scale.maximum * lcm(*(totals - {0}))
