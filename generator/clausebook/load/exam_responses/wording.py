"""What somebody wrote as the answer to a question, in letters or in the words of the paper, as the answer it is.

Nothing is guessed: what may be read in two ways, or in none, is for a person to settle.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from clausebook.errors import HeldRecord
from clausebook.load.responses.names import readable
from clausebook.model.base import LocalizedText
from clausebook.model.exam_response import Answer
from clausebook.model.item import FillIn, Matching, Numeric, OpenQuestion, Ordering, TrueFalse
from clausebook.model.paper import Asked

LONGEST = 2_000
_PAIR = re.compile(r"(\d{1,2})([A-Z])")
_POINTS = re.compile(r"\d{1,4}(?:\.\d{1,4})?|\d{1,6}/[1-9]\d{0,5}", re.ASCII)
_ARROWS = "→=>"
_CUT = ("...", "…")
"""How a program ends a text that it has cut short."""


@dataclass(frozen=True)
class Wording:
    """How a table words answers.

    `true` and `false` are the words of a verdict, `blank` what stands where nothing was answered, all folded. With
    `points` the cells of open questions hold a marker's points, else what the person wrote. `separator` parts two
    options.
    """

    true: frozenset[str] = frozenset()
    false: frozenset[str] = frozenset()
    blank: frozenset[str] = frozenset()
    separator: str = ""
    has_points: bool = False

    @classmethod
    def of(
        cls,
        true: Iterable[str] = (),
        false: Iterable[str] = (),
        blank: Iterable[str] = (),
        separator: str = "",
        *,
        has_points: bool = False,
    ) -> "Wording":
        """A wording of plain words."""
        verdicts = frozenset(map(folded, (*true, "T"))), frozenset(map(folded, (*false, "F")))
        return cls(*verdicts, frozenset(map(folded, blank)), separator, has_points)


def folded(text: str) -> str:
    """A text without differences of width, case and space."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def answer_of(asked: Asked, written: str, wording: Wording) -> Answer:
    """The answer to a closed question, or the marker's points for an open one.

    Raises HeldRecord with unclear_answer, or points_above_maximum.
    """
    if folded(written) in wording.blank or not written.strip():
        return None
    item = asked.item
    if isinstance(item, OpenQuestion):
        return _points(asked, written)
    if isinstance(item, Numeric | FillIn):
        return _text(written)
    if isinstance(item, TrueFalse):
        return _verdict(written, wording)
    if isinstance(item, Matching):
        return _pairs(asked, item, written, wording)
    return _letters(asked, written, wording)


def is_points(written: str) -> bool:
    """Whether a cell holds points, not an answer in words."""
    return bool(_POINTS.fullmatch(folded(written)))


def _points(asked: Asked, written: str) -> str:
    if not is_points(written):
        raise _unclear(written, "is no number of points")
    points = Fraction(folded(written))
    if points > asked.points:
        raise HeldRecord("points_above_maximum", f"{readable(written)} points, of {_plain_number(asked.points)}")
    return str(points)


def _plain_number(number: Fraction) -> str:
    return f"{float(number):g}"


def _text(written: str) -> str:
    if len(written.strip()) > LONGEST:
        raise _unclear(written, f"has more than {LONGEST:,} characters")
    return written.strip()


def _verdict(written: str, wording: Wording) -> Literal["T", "F"]:
    said = folded(written)
    if (said in wording.true) == (said in wording.false):
        raise _unclear(written, "is neither true nor false")
    return "T" if said in wording.true else "F"


def _letters(asked: Asked, written: str, wording: Wording) -> str:
    """The letters of a choice, in the order of the alphabet, or of an ordering, as they were given."""
    is_order = isinstance(asked.item, Ordering)
    readings = {_in_letters(asked, written), *_in_words(asked, written, wording)} - {""}
    if is_order and not readings:
        readings = {_in_cut_words(asked, written, wording)} - {""}
    answers = readings if is_order else {"".join(sorted(reading)) for reading in readings}
    if len(answers) != 1:
        raise _unclear(written, "may mean several answers" if answers else "is none of the options")
    return answers.pop()


def _in_letters(asked: Asked, written: str) -> str:
    """The letters that stand there and nothing else, each once; otherwise an empty text."""
    letters = _bare(written, _ARROWS).upper()
    return letters if set(letters) <= set(asked.letters) and len(set(letters)) == len(letters) else ""


def _in_words(asked: Asked, written: str, wording: Wording) -> set[str]:
    """Every way to read a text as texts of the paper in one language, each once, one after the other."""
    bare = _bare(_without(written, wording.separator))
    names = {letter: _names(letter, texts) for letter, texts in asked.lettered}
    languages = asked.item.stem.root
    return {
        reading
        for language in languages
        for reading in _split(bare, {letter: own[language] for letter, own in names.items()})
    }


def _names(letter: str, texts: LocalizedText) -> Mapping[str, tuple[str, ...]]:
    """By language, how an option may be named: by its text, or by its letter and its text."""
    bare = {language: _bare(text) for language, text in texts.items()}
    return {language: (text, f"{letter.lower()}{text}") for language, text in bare.items()}


def _split(text: str, names: Mapping[str, Sequence[str]], so_far: str = "") -> Iterator[str]:
    """The letters whose names, one after the other and each once, make up a text: every such row of letters."""
    if not text:
        yield so_far
        return
    for letter, own in names.items():
        if letter not in so_far:
            for name in own:
                if name and text.startswith(name):
                    yield from _split(text[len(name) :], names, so_far + letter)


def _in_cut_words(asked: Asked, written: str, wording: Wording) -> str:
    """The letters of texts that a program has cut short, where each can be only one; otherwise an empty text."""
    parts = [part.strip() for part in written.split(wording.separator or ";")]
    found = [_begun_by(asked, part) for part in parts if part]
    is_clear = all(found) and len(set(found)) == len(found)
    return "".join(found) if is_clear else ""


def _begun_by(asked: Asked, part: str) -> str:
    """The one entry that a text is, or is the beginning of where it was cut; otherwise an empty text."""
    cut = next((part.removesuffix(mark) for mark in _CUT if part.endswith(mark)), None)
    begins = [
        letter
        for letter, texts in asked.lettered
        for _, text in texts.items()
        if (_bare(text) == _bare(part) if cut is None else text.strip().startswith(cut.strip()))
    ]
    return begins[0] if len(set(begins)) == 1 else ""


def _pairs(asked: Asked, item: Matching, written: str, wording: Wording) -> Answer:
    """Pairs as the paper numbers and letters them: "1C 2A"."""
    bare = _bare(written, _ARROWS).upper()
    pairs = _PAIR.findall(bare)
    if "".join(map("".join, pairs)) != bare:
        alone = bare if len(bare) == len(item.pairs) else ""
        pairs = [(str(place), letter) for place, letter in enumerate(alone, 1)]
    numbers = [int(number) for number, _ in pairs]
    is_known = all(1 <= number <= len(item.pairs) for number in numbers) and len(set(numbers)) == len(numbers)
    if pairs and is_known and {letter for _, letter in pairs} <= set(asked.letters):
        return " ".join(f"{number}{letter}" for number, letter in sorted((int(n), letter) for n, letter in pairs))
    return _pairs_in_words(asked, item, written, wording) or None


def _pairs_in_words(asked: Asked, item: Matching, written: str, wording: Wording) -> str:
    bare = _bare(_without(written, wording.separator), _ARROWS)
    readings: set[str] = set()
    for language in item.stem.root:
        lefts = {str(place): _bare(pair.left[language], _ARROWS) for place, pair in enumerate(item.pairs, 1)}
        rights = {letter: _bare(texts[language], _ARROWS) for letter, texts in asked.lettered}
        readings |= {" ".join(sorted(found, key=_number_of)) for found in _split_pairs(bare, lefts, rights)}
    if len(readings) != 1:
        raise _unclear(written, "may mean several answers" if readings else "names no pairs of the question")
    return readings.pop()


def _number_of(pair: str) -> int:
    return int(pair[:-1])


def _split_pairs(
    text: str, lefts: Mapping[str, str], rights: Mapping[str, str], so_far: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """The pairs that make up a text: a left side and what was matched with it; a right side may be left out."""
    if not text:
        yield tuple(pair for pair in so_far if not pair.endswith("-"))
        return
    done = {pair[:-1] for pair in so_far}
    for number, left in lefts.items():
        if number in done or not text.startswith(left):
            continue
        rest = text[len(left) :]
        alike: set[str] = set()
        for letter, right in (*rights.items(), ("-", "")):
            if rest.startswith(right) and right not in alike:
                alike.add(right)
                yield from _split_pairs(rest[len(right) :], lefts, rights, (*so_far, number + letter))


@lru_cache(maxsize=10_000)
def _bare(text: str, more: str = "") -> str:
    """A text without case, width, spaces, punctuation and `more`, all of which programs change or put in."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(
        character for character in plain if unicodedata.category(character)[0] not in "PZC" and character not in more
    )


def _without(text: str, separator: str) -> str:
    return text.replace(separator, " ") if separator else text


def _unclear(written: str, why: str) -> HeldRecord:
    shown = readable(written.strip())
    return HeldRecord("unclear_answer", f"{shown[:60]!r} {why}")
