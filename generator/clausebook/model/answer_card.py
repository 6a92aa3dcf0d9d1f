"""Where everything stands on the answer card of a paper, for whoever draws cards and whoever reads them.

Places are in mm from the top left corner of an A4 page in portrait. A card has room for some hundred lines of six
letters; questions that are answered in writing are not on it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple, Self
from urllib.parse import quote, unquote

from clausebook.errors import UsageError
from clausebook.model.item import Item, Matching, Ordering, TrueFalse
from clausebook.model.paper import Asked, Paper

PAGE: Final = (210.0, 297.0)
RADIUS, PITCH, LEADING = 2.1, 5.8, 5.7
"""Of a bubble, and from one to the next across and down."""
TYPES: Final = frozenset({"single_choice", "multiple_choice", "true_false", "ordering", "matching"})
"""What a card can hold."""
TRUE_FALSE: Final = "TF"
DIGITS: Final = "0123456789"
PLACES: Final = 10
"""So many digits has the number that candidates mark on a card that bears no name."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 20.0, 190.0, 106.0, 262.0
_LABEL = 7.0
_GROUP, _GAP = 5, 1.2
_DIGITS_LEFT, _DIGITS_TOP, _DIGIT_PITCH, _DIGIT_LEADING = 137.0, 55.5, 5.2, 4.7


class Spot(NamedTuple):
    """A bubble: what it stands for, and its centre."""

    letter: str
    x: float
    y: float


class Mark(NamedTuple):
    """A black square by which a card is straightened: its centre and its side."""

    x: float
    y: float
    side: float


class Line(NamedTuple):
    """A line of bubbles. `part` counts the places of an ordering, or the left sides of a matching, from 1; else 0."""

    question: int
    part: int
    spots: tuple[Spot, ...]

    @property
    def label(self) -> str:
        """How the line is numbered: "12", or "12.3"."""
        return f"{self.question}.{self.part}" if self.part else str(self.question)


class Heading(NamedTuple):
    """The title of the section with this index, at the left end of its baseline, and how much room it has."""

    section: int
    x: float
    y: float
    width: float


class Code(NamedTuple):
    """Where a QR code stands: its left upper corner and its side, without the quiet zone."""

    x: float
    y: float
    side: float


CORNERS: Final = tuple(Mark(x, y, 7.0) for y in (14.0, 283.0) for x in (14.0, 196.0))
EDGES: Final = tuple(Mark(x, y, 4.0) for y in (81.25, 148.5, 215.75) for x in (14.0, 196.0))
CODES: Final = {"1": Code(164.0, 20.0, 22.0), "2": Code(24.0, 266.0, 16.0)}
"""Two, so that one may be soiled; what is written in each begins with its number."""
ABSENT: Final = Spot("", 24.5, 98.5)
"""What an invigilator marks for somebody who is not there."""


@dataclass(frozen=True)
class AnswerCard:
    """The lines of one paper. `code` is that of the paper; `types` are those of the questions by their number."""

    code: str
    lines: tuple[Line, ...]
    headings: tuple[Heading, ...]
    types: Mapping[int, str]

    @property
    def digits(self) -> tuple[tuple[Spot, ...], ...]:
        """The columns in which candidates mark their number."""
        return tuple(
            tuple(
                Spot(digit, _DIGITS_LEFT + _DIGIT_PITCH * place, _DIGITS_TOP + _DIGIT_LEADING * at)
                for at, digit in enumerate(DIGITS)
            )
            for place in range(PLACES)
        )


@dataclass(frozen=True)
class CardCode:
    """What the codes of a card say: the paper, its language, and the candidate; "" for several and for anybody."""

    paper: str
    language: str = ""
    person: str = ""

    def written(self, number: str) -> str:
        """The text of the code of this number, in ASCII."""
        return "|".join((_FORMAT, number, self.paper, self.language, quote(self.person, safe="")))

    @classmethod
    def read(cls, text: str) -> tuple[str, Self] | None:
        """The number of a code and what it says; None where it is not one of ours."""
        found = _CODE.fullmatch(text)
        person = unquote(found["person"]) if found else ""
        if found is None or len(person) > _LONGEST or not person.isprintable() or person != person.strip():
            return None
        return found["number"], cls(found["paper"], found["language"], person)


_FORMAT, _LONGEST = "CB1", 80
_CODE = re.compile(
    rf"{_FORMAT}\|(?P<number>[12])\|(?P<paper>[0-9a-f]{{8}})"
    r"\|(?P<language>|[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\|(?P<person>[!-{}~]*)"
)


def card_of(paper: Paper) -> AnswerCard:
    """The card of a paper. Raises UsageError where it has no question for a card, or more than a card has room for."""
    sections = [[line for asked in section.questions for line in _lines(asked)] for section in paper.sections]
    if not any(sections):
        raise UsageError(f"paper {paper.id} has no questions for an answer card; print the paper only")
    placed = _Columns(max(len(letters) for lines in sections for _, _, letters in lines))
    for index, lines in enumerate(sections):
        placed.add(index, lines)
    if placed.overflow:
        raise UsageError(
            f"paper {paper.id} has {placed.overflow} lines more than an answer card has room for; "
            "shorten the paper, or hold some of its questions on the paper itself"
        )
    types = {asked.number: asked.item.type for asked in paper.questions if asked.item.type in TYPES}
    return AnswerCard(paper.code, tuple(placed.lines), tuple(placed.headings), types)


def _lines(asked: Asked) -> Iterator[tuple[int, int, str]]:
    """The lines of a question: its number, the part, the letters."""
    if asked.item.type not in TYPES:
        return
    letters = TRUE_FALSE if isinstance(asked.item, TrueFalse) else "".join(asked.letters)
    parts = _parts(asked.item)
    yield from ((asked.number, part, letters) for part in (range(1, parts + 1) if parts else (0,)))


def _parts(item: Item) -> int:
    if isinstance(item, Ordering):
        return len(item.entries)
    return len(item.pairs) if isinstance(item, Matching) else 0


class _Columns:
    """Lines as they fill column after column."""

    def __init__(self, letters: int) -> None:
        count = int((_RIGHT - _LEFT) / (_LABEL + PITCH * letters))
        self._width = (_RIGHT - _LEFT) / count
        self._count = count
        self._column = 0
        self._y = _TOP
        self.lines: list[Line] = []
        self.headings: list[Heading] = []
        self.overflow = 0

    def add(self, section: int, lines: list[tuple[int, int, str]]) -> None:
        """A section: its heading, and its lines in groups of five, or of one question each."""
        for at, (question, part, letters) in enumerate(lines):
            if at == 0:
                self._begin(section)
            elif part == 1 or (not part and at % _GROUP == 0):
                self._y += _GAP
            if self._y > _BOTTOM:
                self._turn()
            self._place(question, part, letters)

    def _begin(self, section: int) -> None:
        """Set a heading, which never stands alone at the end of a column."""
        if self._y > _TOP:
            self._y += 2 * _GAP
        if self._y + LEADING > _BOTTOM:
            self._turn()
        self.headings.append(Heading(section, self._left + 1, self._y + 1, self._width - 2))
        self._y += LEADING

    def _place(self, question: int, part: int, letters: str) -> None:
        if self._column >= self._count:
            self.overflow += 1
            return
        first = self._left + _LABEL + PITCH / 2
        spots = tuple(Spot(letter, first + PITCH * at, self._y) for at, letter in enumerate(letters))
        self.lines.append(Line(question, part, spots))
        self._y += LEADING

    def _turn(self) -> None:
        self._column += 1
        self._y = _TOP

    @property
    def _left(self) -> float:
        return _LEFT + self._width * self._column
