"""Reads Moodle XML as Moodle's importer does, and marks answers as its question types do.

Rules: question/format/xml/format.php, question/engine/bank.php (the shares that a mark may have) and the classes in
question/type/*/question.php.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

_WHOLE = ("100", "90", "80", "75", "70", "60", "50", "40", "30", "25", "20", "10", "5")
SHARES = (*_WHOLE, "83.33333", "66.66667", "33.33333", "16.66667", "14.28571", "12.5", "11.11111")
TYPES = {"category", "multichoice", "truefalse", "shortanswer", "numerical", "matching", "essay", "ordering"}
_GRADINGS = {"ALL_OR_NOTHING", "ABSOLUTE_POSITION", "RELATIVE_NEXT_EXCLUDE_LAST"}
_NEEDED = {
    "multichoice": ("single", "shuffleanswers", "answernumbering", "answer"),
    "truefalse": ("answer",),
    "shortanswer": ("usecase", "answer"),
    "numerical": ("answer/tolerance",),
    "matching": ("subquestion", "shuffleanswers"),
    "essay": ("responseformat", "graderinfo"),
    "ordering": ("layouttype", "selecttype", "gradingtype", "answer"),
}
_ROUNDING = Fraction(1, 10**5)
"""Moodle keeps shares with seven digits and takes the sum of five such for a hundred."""


def questions(content: bytes) -> list[Element]:
    """The questions of a file, the category aside."""
    return [question for question in fromstring(content) if question.get("type") != "category"]


def faults(content: bytes) -> Iterator[str]:
    """What Moodle's importer would refuse or read otherwise."""
    if content.startswith(b"\xef\xbb\xbf"):
        yield "the file begins with a byte order mark"
    root = fromstring(content)
    if root.tag != "quiz":
        yield f"the root is {root.tag}"
    numbers = [question.findtext("idnumber") for question in questions(content)]
    if len(set(numbers)) < len(numbers):
        yield "two questions have one idnumber"
    for question in root:
        yield from (f"{question.findtext('name/text')}: {fault}" for fault in _faults(question))


def _faults(question: Element) -> Iterator[str]:
    kind = question.get("type", "")
    if kind not in TYPES:
        yield f"the type {kind}"
    if kind == "category":
        return
    for path in ("name/text", "questiontext/text", *_NEEDED[kind]):
        if question.find(path) is None:
            yield f"no {path}"
    if not 0 < len(question.findtext("name/text", "")) <= 255:
        yield "the length of the name"
    if not Fraction(question.findtext("defaultgrade", "0")) > 0:
        yield "no mark"
    if kind == "ordering" and question.findtext("gradingtype") not in _GRADINGS:
        yield "the way of grading"
    if kind in ("multichoice", "truefalse", "shortanswer", "numerical"):
        yield from _share_faults(question)


def _share_faults(question: Element) -> Iterator[str]:
    shares = [answer.get("fraction", "") for answer in question.findall("answer")]
    yield from (f"the share {share}" for share in shares if share.lstrip("-") not in ("0", *SHARES))
    earned = [Fraction(share) for share in shares if not share.startswith("-")]
    if question.findtext("single") == "false":
        if abs(sum(earned) - 100) > 100 * _ROUNDING:
            yield f"the shares add up to {sum(earned)}"
    elif max(earned) != 100:
        yield "no answer earns all"


def score(question: Element, answer: str | None) -> Fraction | None:
    """The points that Moodle gives for an answer as papers write it; None where a marker decides."""
    kind, grade = question.get("type", ""), Fraction(question.findtext("defaultgrade", "0"))
    if kind == "essay":
        return None
    return grade * _MARKERS[kind](question, answer) if answer is not None else Fraction(0)


def _fractions(question: Element) -> list[Fraction]:
    return [Fraction(answer.get("fraction", "0")) / 100 for answer in question.findall("answer")]


def _multichoice(question: Element, answer: str) -> Fraction:
    shares = _fractions(question)
    return max(Fraction(0), sum((shares[ord(letter) - ord("A")] for letter in answer), Fraction(0)))


def _true_false(question: Element, answer: str) -> Fraction:
    wanted = {"T": "true", "F": "false"}[answer]
    return next(
        Fraction(found.get("fraction", "0")) / 100
        for found in question.findall("answer")
        if found.findtext("text") == wanted
    )


def _short_answer(question: Element, answer: str) -> Fraction:
    """Case is ignored; a star that is not escaped stands for anything, and here none is."""
    for found in question.findall("answer"):
        if found.findtext("text", "").replace(r"\*", "*").casefold() == answer.casefold():
            return Fraction(found.get("fraction", "0")) / 100
    return Fraction(0)


def _numerical(question: Element, answer: str) -> Fraction:
    found = question.find("answer")
    assert found is not None
    off = abs(Fraction(answer) - Fraction(found.findtext("text", "")))
    return Fraction(off <= Fraction(found.findtext("tolerance", "")))


def _matching(question: Element, answer: str) -> Fraction:
    """Each left side with its text; letters are those of the texts as the paper has them, which the caller gives."""
    stems = [part for part in question.findall("subquestion") if part.findtext("text")]
    given = answer.split("\n")
    right = sum(part.findtext("answer/text") == text for part, text in zip(stems, given, strict=True))
    return Fraction(right, len(stems))


def _ordering(question: Element, answer: str) -> Fraction:
    """`answer` is a digit for each entry: its right place."""
    right = [str(place) for place in range(1, len(answer) + 1)]
    match question.findtext("gradingtype"):
        case "ALL_OR_NOTHING":
            return Fraction(list(answer) == right)
        case "ABSOLUTE_POSITION":
            return Fraction(sum(own == other for own, other in zip(answer, right, strict=True)), len(right))
        case _:
            return Fraction(len(set(pairwise(answer)) & set(pairwise(right))), len(right) - 1)


_MARKERS = {
    "multichoice": _multichoice,
    "truefalse": _true_false,
    "shortanswer": _short_answer,
    "numerical": _numerical,
    "matching": _matching,
    "ordering": _ordering,
}
