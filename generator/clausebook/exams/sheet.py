"""What a candidate gets to see of a paper: its questions without their key, laid out for printing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from clausebook.exams.rendering import decimal
from clausebook.model.answer_card import TYPES
from clausebook.model.base import LocalizedText
from clausebook.model.blueprint import ItemType
from clausebook.model.item import Item, Matching, Numeric, OpenQuestion
from clausebook.model.paper import Asked, Paper, PaperSection
from clausebook.model.rule import Rule
from clausebook.render.fonts import text_width

_BRACKETED = ("single_choice", "multiple_choice", "true_false")
"""What is answered in brackets before the number."""
_BESIDE = (4, 2)
"""So many options may stand side by side."""
_LETTER, _GAP = 1.8, 1.0
"""The room that the letter of an option and what is free after it take, in ems."""
_LEAST_LINES, _MOST_LINES = 5, 24


@dataclass(frozen=True)
class Room:
    """What the width of a line is measured by: its ems, in how many languages it is shared, and the font."""

    ems: float
    font: Path


@dataclass(frozen=True)
class Question:
    """A question as it is printed. `lettered` is what the candidate chooses among, `lefts` what it is matched with.

    `columns` says for each language how many options stand side by side, `lines` how many there are to write on.
    """

    number: int
    stem: LocalizedText
    background: LocalizedText | None
    lettered: tuple[tuple[str, LocalizedText], ...]
    lefts: tuple[LocalizedText, ...]
    unit: LocalizedText | None
    columns: Mapping[str, int]
    lines: int


@dataclass(frozen=True)
class Part:
    """A section as it is printed; `place` counts from 0, `points` are those of a question, `total` of all."""

    place: int
    title: LocalizedText
    type: ItemType
    rule: Rule
    points: str
    total: str
    questions: tuple[Question, ...]

    @property
    def is_for_card(self) -> bool:
        """Whether it can be answered on a card."""
        return self.type in TYPES

    @property
    def has_brackets(self) -> bool:
        """Whether it is answered, where there is no card, in brackets before the number."""
        return self.type in _BRACKETED


def parts(paper: Paper, languages: Sequence[str], room: Room) -> list[Part]:
    """The sections of a paper without anything of its key."""
    return [_part(place, section, languages, room) for place, section in enumerate(paper.sections)]


def _part(place: int, section: PaperSection, languages: Sequence[str], room: Room) -> Part:
    return Part(
        place=place,
        title=section.title,
        type=section.type,
        rule=section.rule,
        points=decimal(section.points),
        total=decimal(section.total),
        questions=tuple(_question(asked, languages, room) for asked in section.questions),
    )


def _question(asked: Asked, languages: Sequence[str], room: Room) -> Question:
    item = asked.item
    return Question(
        number=asked.number,
        stem=item.stem,
        background=item.background if isinstance(item, OpenQuestion) else None,
        lettered=asked.lettered,
        lefts=tuple(pair.left for pair in item.pairs) if isinstance(item, Matching) else (),
        unit=item.unit if isinstance(item, Numeric) else None,
        columns={language: _columns(asked, language, room) for language in languages},
        lines=_lines(item, asked),
    )


def _columns(asked: Asked, language: str, room: Room) -> int:
    """How many options fit side by side, so that each takes one line; otherwise one."""
    widths = [text_width(text[language], room.font) for _, text in asked.lettered]
    widest = max(widths, default=0) + _LETTER + _GAP
    return next((count for count in _BESIDE if count <= len(widths) and widest <= room.ems / count), 1)


def _lines(item: Item, asked: Asked) -> int:
    """How many lines there are to write on: by what the answer is worth, never by what it says."""
    if not isinstance(item, OpenQuestion):
        return 0
    return max(_LEAST_LINES, min(_MOST_LINES, round(asked.points * (2 if item.type == "case" else 1))))
