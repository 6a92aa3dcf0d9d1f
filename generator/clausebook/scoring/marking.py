"""The marks that answers earn, exact, by the rule of each question."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType

from clausebook.model.exam_response import ExamResponse, ExamResult, MarkedAnswer
from clausebook.model.item import Choice, FillIn, Matching, Numeric
from clausebook.model.paper import Asked, Paper

_GROUPED = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d+)?|[.,]\d+|\d+/[1-9]\d*)", re.ASCII)
_PAIR = re.compile(r"(\d+)([A-Z])")
_MINUS = str.maketrans("−–—", "---")
_LONGEST_NUMBER = 40
_NOTHING, _ALL = Fraction(0), Fraction(1)


def mark(paper: Paper, response: ExamResponse) -> ExamResult:
    """The marks of a response to a paper, all of whose questions it answers or leaves blank; see `unmarked`."""
    answers = {
        asked.number: MarkedAnswer(
            item=asked.item.id,
            given=response.answers[asked.number],
            points=points(asked, response.answers[asked.number]),
        )
        for asked in paper.questions
    }
    return ExamResult(
        exam=paper.blueprint,
        paper=paper.id,
        code=paper.code,
        person=response.person,
        sat=response.sat,
        language=response.language,
        marks=sum((answer.points for answer in answers.values()), _NOTHING),
        maximum=paper.total,
        answers=answers,
    )


def unmarked(paper: Paper, response: ExamResponse) -> tuple[Asked, ...]:
    """The questions of which the response does not say yet what they were answered with, or how a marker marked it."""
    return tuple(asked for asked in paper.questions if asked.number not in response.answers)


def points(asked: Asked, answer: str | None) -> Fraction:
    """The points that an answer earns, from none to `asked.points`. Raises ValueError where a marker gave more."""
    if answer is None:
        return _NOTHING
    if asked.rule == "by_criteria":
        return _given_by_marker(asked, answer)
    return asked.points * _SHARES[asked.rule](asked, answer)


def _given_by_marker(asked: Asked, answer: str) -> Fraction:
    given = Fraction(answer)
    if not 0 <= given <= asked.points:
        raise ValueError(f"question {asked.number}: {answer} of {asked.points} points")
    return given


def _all_or_nothing(asked: Asked, answer: str) -> Fraction:
    if isinstance(asked.item, Numeric):
        is_right = _is_right_number(asked.item, answer)
    elif isinstance(asked.item, FillIn):
        is_right = _is_accepted(asked.item, answer)
    elif isinstance(asked.item, Matching):
        is_right = _per_pair(asked, answer) == 1
    elif isinstance(asked.item, Choice):
        is_right = set(answer) == set(asked.key_letters)
    else:
        is_right = answer == asked.key_letters
    return _ALL if is_right else _NOTHING


def _none_wrong(asked: Asked, answer: str) -> Fraction:
    right, wrong = _chosen(asked, answer)
    return _NOTHING if wrong else Fraction(right, len(asked.key_letters))


def _right_minus_wrong(asked: Asked, answer: str) -> Fraction:
    right, wrong = _chosen(asked, answer)
    return max(_NOTHING, Fraction(right - wrong, len(asked.key_letters)))


def _per_option(asked: Asked, answer: str) -> Fraction:
    """An option is judged rightly where it was chosen and right, or left and wrong."""
    if not answer:
        return _NOTHING
    right, wrong = _chosen(asked, answer)
    misjudged = len(asked.key_letters) - right + wrong
    return Fraction(len(asked.order) - misjudged, len(asked.order))


def _chosen(asked: Asked, answer: str) -> tuple[int, int]:
    """How many right and how many wrong options were chosen."""
    key, chosen = set(asked.key_letters), set(answer)
    return len(chosen & key), len(chosen - key)


def _in_place(asked: Asked, answer: str) -> Fraction:
    key = asked.key_letters
    return Fraction(sum(own == right for own, right in zip(answer, key, strict=False)), len(key))


def _in_sequence(asked: Asked, answer: str) -> Fraction:
    key = asked.key_letters
    follows = set(pairwise(key))
    return Fraction(len(follows & set(pairwise(answer))), len(key) - 1)


def _per_pair(asked: Asked, answer: str) -> Fraction:
    """Right sides that read the same are the same side."""
    if not isinstance(asked.item, Matching):
        raise TypeError(f"question {asked.number} has no pairs")
    texts = dict(asked.lettered)
    given = {int(place): texts.get(letter) for place, letter in _PAIR.findall(answer)}
    right = sum(given.get(place) == pair.right for place, pair in enumerate(asked.item.pairs, 1))
    return Fraction(right, len(asked.item.pairs))


_SHARES: Mapping[str, Callable[[Asked, str], Fraction]] = MappingProxyType(
    {
        "all_or_nothing": _all_or_nothing,
        "none_wrong": _none_wrong,
        "right_minus_wrong": _right_minus_wrong,
        "per_option": _per_option,
        "in_place": _in_place,
        "in_sequence": _in_sequence,
        "per_pair": _per_pair,
    }
)
"""The share of the points that a non-blank answer earns, by rule."""


def _is_right_number(item: Numeric, answer: str) -> bool:
    units = [unit for _, unit in item.unit.items()] if item.unit else []
    number = number_of(answer, units)
    return number is not None and abs(number - item.answer) <= item.tolerance


def number_of(written: str, units: list[str]) -> Fraction | None:
    """The number that somebody wrote, with or without one of the units behind it; None where it is no single number.

    Digits may be full-width. A comma before three digits parts thousands, any other stands for the decimal point.
    """
    bare = "".join(unicodedata.normalize("NFKC", written).split()).translate(_MINUS).casefold()
    for unit in sorted(units, key=len, reverse=True):
        bare = bare.removesuffix("".join(unicodedata.normalize("NFKC", unit).split()).casefold())
    if len(bare) > _LONGEST_NUMBER:
        return None
    if _GROUPED.fullmatch(bare):
        return Fraction(bare.replace(",", ""))
    return Fraction(bare.replace(",", ".")) if _NUMBER.fullmatch(bare) else None


def _is_accepted(item: FillIn, answer: str) -> bool:
    accepted = {_plain(name) for _, names in item.accepted.items() for name in names}
    return _plain(answer) in accepted


def _plain(text: str) -> str:
    """A text without what nobody means by it: width, case, spaces, hyphens and other punctuation."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    bare = "".join(character for character in folded if unicodedata.category(character)[0] not in "PZC")
    return bare or folded.strip()
