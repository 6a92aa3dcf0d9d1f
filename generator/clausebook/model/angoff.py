"""Setting a pass mark by Angoff's method: what judges estimate, what comes of it, and how their worksheet is laid out.

A worksheet has one sheet. Its first column is hidden and says what a row is about, so that rows may be sorted: `JUDGE`,
or the id of an item. `META_SHEET` is a hidden sheet of keys and values: `format`, `exam`, `round` and `language`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

FORMAT = "clausebook-angoff/1"
META_SHEET = "clausebook"
JUDGE = "clausebook:judge"
KEY_COLUMN, NAME_COLUMN, RATING_COLUMN = 1, 3, 6
"""Where the hidden keys, the judge's name and the estimates stand; columns count from 1."""
ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a judge expects of candidates who just pass: by item, the share of its points that they earn, 0 to 1."""

    judge: str
    round: int
    language: str
    ratings: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Agreement:
    """What judges say of one item; `deviation` is the standard deviation over n - 1, None for one judge."""

    mean: Fraction
    lowest: Fraction
    highest: Fraction
    deviation: float | None


@dataclass(frozen=True, slots=True)
class Cut:
    """The pass mark that judges set for a paper: the mean of what each of them sets.

    `error` is its standard error, in marks: the standard deviation between judges over the root of their number; None
    for one judge.
    """

    paper: str
    maximum: Fraction
    marks: Fraction
    error: float | None
    by_judge: Mapping[str, Fraction]

    @property
    def share(self) -> Fraction:
        """The pass mark as a share of the full marks."""
        return self.marks / self.maximum
