"""What is suspicious about a question, by what an exam has shown of it.

The limits are those that handbooks of testing give: Ebel and Frisbie, Essentials of Educational Measurement (1991), for
discrimination; Haladyna and Downing (1993) for options that hardly anybody takes.
"""

from collections.abc import Iterator
from fractions import Fraction
from math import sqrt

from clausebook.model.exam_statistics import AnswerStatistics, Flag, ItemStatistics
from clausebook.model.item import Choice, TrueFalse

WEAK = 0.20
"""A question whose points go together with the rest of the marks by less than this hardly tells candidates apart."""
ATTRACTIVE = 0.10
"""A wrong answer that goes together with the rest of the marks by this, and by two standard errors, draws the better
candidates."""
SUSPECT = 0.05
"""The same where the question itself goes against the rest of the marks."""
HARD, EASY = Fraction(25, 100), Fraction(95, 100)
RARE = Fraction(5, 100)
"""Of fewer candidates than this share a correlation says nothing, and an option that so few take does no work."""
ROOM = Fraction(20, 100)
"""Whether an option is hardly ever taken can be told only where so many are wrong."""
SURPRISE = Fraction(20, 100)
"""A measured difficulty this far from the one expected."""
BLANK = Fraction(10, 100)


def flags(found: ItemStatistics) -> tuple[Flag, ...]:
    """Everything suspicious, the gravest first."""
    return (*_of_key(found), *_of_discrimination(found), *_of_difficulty(found), *_notes(found))


def _of_key(found: ItemStatistics) -> Iterator[Flag]:
    """A wrong answer that the better candidates give, if more clearly than the right one, is likely the right one."""
    own = found.discrimination or 0.0
    limit = SUSPECT if own < 0 else max(ATTRACTIVE, 2 / sqrt(found.candidates))
    for answer in found.answers if isinstance(found.item, Choice | TrueFalse) else ():
        if answer.correlation is None or not answer.name or not RARE <= answer.share <= 1 - RARE:
            continue
        if not answer.is_right and answer.correlation >= limit:
            yield Flag("wrong_key" if answer.correlation > own else "misleading", answer.name)
        if answer.is_right and answer.correlation <= -limit and len(_right(found)) > 1:
            yield Flag("wrong_key", answer.name)


def _of_discrimination(found: ItemStatistics) -> Iterator[Flag]:
    if found.discrimination is None:
        return
    if found.discrimination < 0:
        yield Flag("negative")
    elif found.discrimination < WEAK:
        yield Flag("weak")


def _of_difficulty(found: ItemStatistics) -> Iterator[Flag]:
    if found.difficulty <= max(HARD, guessing(found)):
        yield Flag("too_hard")
    elif found.difficulty >= EASY:
        yield Flag("too_easy")


def _notes(found: ItemStatistics) -> Iterator[Flag]:
    if isinstance(found.item, Choice) and 1 - found.difficulty >= ROOM:
        yield from (Flag("unused", answer.name) for answer in _wrong(found) if answer.share < RARE)
    if abs(found.difficulty - found.item.difficulty) > SURPRISE:
        yield Flag("surprising")
    if found.blank > BLANK:
        yield Flag("left_blank")


def guessing(found: ItemStatistics) -> Fraction:
    """The share of right answers that blind guessing gives."""
    if isinstance(found.item, TrueFalse):
        return Fraction(1, 2)
    if isinstance(found.item, Choice) and found.item.type == "single_choice":
        return Fraction(1, len(found.item.options))
    return Fraction(0)


def _wrong(found: ItemStatistics) -> list[AnswerStatistics]:
    """The wrong options of a choice."""
    return [answer for answer in found.answers if answer.name and not answer.is_right]


def _right(found: ItemStatistics) -> list[AnswerStatistics]:
    return [answer for answer in found.answers if answer.is_right]
