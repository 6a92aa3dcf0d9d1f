"""What an exam has shown of its questions and of itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, NamedTuple

from clausebook.model.blueprint import CutScore
from clausebook.model.item import Item
from clausebook.model.paper import Asked, PaperSection

ENOUGH = 30
"""With fewer candidates than this the figures warn, and no question is judged by them."""
GROUPS = 5
"""Into so many groups of equal size candidates are divided by their marks, to see who takes which answer."""
BINS = 10
"""The marks, as a share of the full marks, are counted in so many ranges of equal width."""
Reason = Literal[
    "wrong_key",
    "misleading",
    "negative",
    "weak",
    "too_hard",
    "too_easy",
    "unused",
    "surprising",
    "left_blank",
]
NOTES: frozenset[Reason] = frozenset({"too_easy", "unused", "surprising", "left_blank"})
"""Reasons to improve a question; every other one is a reason to look at it before its marks count."""


class Flag(NamedTuple):
    """Why a question deserves a look. `answer` names the answer that it is about, as `AnswerStatistics` does."""

    reason: Reason
    answer: str = ""

    @property
    def is_note(self) -> bool:
        """Whether the marks may stand whatever a closer look finds."""
        return self.reason in NOTES


@dataclass(frozen=True, slots=True)
class AnswerStatistics:
    """Who gave one answer. `correlation` is that of giving it with the marks in all other questions.

    `name` is the id of an option, "T" or "F", for a matching the number of the left side that was given its right side,
    for an ordering the places of its entries in the right order, such as "2 1 3", for others what was written or the
    points that were given. It is "" for a question left blank. `groups` are the shares of each fifth of the candidates
    that gave it, the lowest first; `low` and `high` those of the lowest and highest 27 percent.
    """

    name: str
    is_right: bool
    count: int
    share: Fraction
    low: Fraction
    high: Fraction
    groups: tuple[Fraction, ...]
    correlation: float | None


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """What one question has shown among those who were asked it.

    `difficulty` is the share of its points that they earned on average, 0 to 1. `discrimination` is the correlation of
    its points with those of all other questions, from -1 to 1; None where either are the same for everybody. `index` is
    the difficulty in the highest 27 percent less that in the lowest. `numbers` are those of the question by paper.
    """

    item: Item
    asked: Asked
    numbers: Mapping[str, int]
    candidates: int
    difficulty: Fraction
    discrimination: float | None
    index: Fraction
    groups: tuple[Fraction, ...]
    answers: tuple[AnswerStatistics, ...]
    flags: tuple[Flag, ...] = ()

    @property
    def blank(self) -> Fraction:
        """The share of candidates who left it blank."""
        return next((answer.share for answer in self.answers if not answer.name), Fraction(0))

    @property
    def is_flagged(self) -> bool:
        """Whether it has to be looked at."""
        return any(not flag.is_note for flag in self.flags)


@dataclass(frozen=True, slots=True)
class SectionStatistics:
    """A section of the paper: the share of its points that were earned on average."""

    section: PaperSection
    mean: Fraction


@dataclass(frozen=True, slots=True)
class PaperStatistics:
    """What papers of the same questions have shown, in whatever order they ask them.

    Marks are exact. `deviation` is the standard deviation of the marks (over n - 1), None for one candidate.
    `alpha` is Cronbach's, None where marks do not differ or there is one question; `is_kr20` says that every question
    gives all of the same points or none, so that alpha is KR-20. `error` is the standard error of measurement.
    `near` counts the candidates whose marks lie within one such error of the pass mark.
    """

    names: tuple[str, ...]
    candidates: int
    maximum: Fraction
    mean: Fraction
    median: Fraction
    lowest: Fraction
    highest: Fraction
    deviation: float | None
    alpha: Fraction | None
    is_kr20: bool
    error: float | None
    bins: tuple[int, ...]
    pass_mark: CutScore
    passing: Fraction
    passed: int
    near: int
    sections: tuple[SectionStatistics, ...]
    items: tuple[ItemStatistics, ...]

    @property
    def is_small(self) -> bool:
        """Whether there are too few candidates to judge questions by."""
        return self.candidates < ENOUGH

    @property
    def flagged(self) -> Sequence[ItemStatistics]:
        """The questions that have to be looked at."""
        return [item for item in self.items if item.is_flagged]


@dataclass(frozen=True, slots=True)
class ExamStatistics:
    """What an exam has shown, apart for papers of different questions.

    `foreign` counts results of papers that are not those at hand, `incomplete` those in which marks are missing.
    """

    exam: str
    papers: tuple[PaperStatistics, ...]
    foreign: int
    incomplete: int

    @property
    def candidates(self) -> int:
        """How many results there are figures on."""
        return sum(paper.candidates for paper in self.papers)
