"""One assembled exam: its questions in their order, with marks, shuffled options and key."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from string import ascii_uppercase
from typing import Final, Literal

from pydantic import Field

from clausebook.model.base import Id, Language, LocalizedText, Model
from clausebook.model.blueprint import CutScore, FixedMark, ItemType
from clausebook.model.exam_response import PaperId
from clausebook.model.item import Choice, Item, Matching, OpenQuestion, Ordering, TrueFalse
from clausebook.model.rule import RULES, Rule
from clausebook.model.scheme import Positive

PAPERS_FORMAT: Final = "clausebook-papers/1"
_CODE_LENGTH = 8


class Asked(Model):
    """A question as a paper asks it.

    `order` is how what the candidate chooses among is lettered A, B, C …: the ids of the options of a choice or of the
    entries of an ordering; of a matching the right sides by their number from 0, first those of the pairs, then the
    extras. It is empty for other types. `points` are the full marks.
    """

    number: int = Field(ge=1)
    item: Item
    points: Positive
    rule: Rule
    order: tuple[str, ...] = ()

    @property
    def letters(self) -> Mapping[str, str]:
        """What each letter stands for: the entry of `order`."""
        return dict(zip(ascii_uppercase, self.order, strict=False))

    @property
    def letter_of(self) -> Mapping[str, str]:
        """The letter of each entry of `order`."""
        return {entry: letter for letter, entry in self.letters.items()}

    @property
    def lettered(self) -> tuple[tuple[str, LocalizedText], ...]:
        """The letters with their texts, as the paper prints them; for a matching these are the right sides."""
        texts = dict(choosable(self.item))
        return tuple((letter, texts[entry]) for letter, entry in self.letters.items())

    @property
    def key_letters(self) -> str:
        """The key, written as an answer is: "A", "ABD", "T", "CABD", "1C 2A"; empty where there are no letters."""
        item, letter_of = self.item, self.letter_of
        if isinstance(item, Choice):
            return "".join(sorted(letter_of[option] for option in item.key))
        if isinstance(item, TrueFalse):
            return "T" if item.answer else "F"
        if isinstance(item, Ordering):
            return "".join(letter_of[entry.id] for entry in item.entries)
        if isinstance(item, Matching):
            return " ".join(f"{place + 1}{letter_of[str(place)]}" for place in range(len(item.pairs)))
        return ""


class PaperSection(Model):
    """A part of a paper: questions of one type that are worth the same."""

    id: Id
    title: LocalizedText
    type: ItemType
    points: Positive
    rule: Rule
    questions: tuple[Asked, ...]

    @property
    def total(self) -> Fraction:
        """The full marks of the section."""
        return self.points * len(self.questions)


class Paper(Model):
    """An exam that can be sat: it holds its questions and their key, so that marking needs no bank.

    `id` tells parallel papers apart: A, B, C. `minutes` is None where there is no limit.
    """

    id: PaperId
    blueprint: Id
    title: LocalizedText
    minutes: int | None = None
    instructions: LocalizedText | None = None
    seed: int = 0
    sections: tuple[PaperSection, ...]
    pass_mark: CutScore = FixedMark()
    languages: tuple[Language, ...]

    @property
    def questions(self) -> tuple[Asked, ...]:
        """All questions, in the order of their numbers."""
        return tuple(asked for section in self.sections for asked in section.questions)

    @property
    def items(self) -> tuple[Item, ...]:
        """The items asked, in the order of the questions."""
        return tuple(asked.item for asked in self.questions)

    @property
    def total(self) -> Fraction:
        """The full marks."""
        return sum((section.total for section in self.sections), Fraction(0))

    @property
    def passing(self) -> Fraction:
        """The fewest marks that pass."""
        return self.pass_mark.passing(self.total)

    @property
    def is_publishable(self) -> bool:
        """Whether it holds no item of the exam pool."""
        return all(item.pool == "practice" for item in self.items)

    @cached_property
    def code(self) -> str:
        """Eight hex digits of a SHA-256 over all that the paper holds: what a card or a table of answers names.

        The pass mark is left out: judges may set it when the paper has been printed.
        """
        held = self.model_dump(mode="json", exclude={"pass_mark"})
        canonical = json.dumps(held, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:_CODE_LENGTH]


class Papers(Model):
    """The parallel papers of a blueprint: build/exams/BLUEPRINT/papers.json."""

    format: Literal["clausebook-papers/1"] = PAPERS_FORMAT
    papers: tuple[Paper, ...] = Field(min_length=1)

    @property
    def by_id(self) -> Mapping[str, Paper]:
        """The papers by A, B, C."""
        return {paper.id: paper for paper in self.papers}

    @property
    def by_code(self) -> Mapping[str, Paper]:
        """The papers by their code."""
        return {paper.code: paper for paper in self.papers}


def choosable(item: Item) -> tuple[tuple[str, LocalizedText], ...]:
    """What a candidate chooses among, by the names that `Asked.order` uses, in the order of the bank."""
    if isinstance(item, Choice):
        return tuple((option.id, option.text) for option in item.options)
    if isinstance(item, Ordering):
        return tuple((entry.id, entry.text) for entry in item.entries)
    if isinstance(item, Matching):
        rights = (*(pair.right for pair in item.pairs), *item.extras)
        return tuple((str(place), right) for place, right in enumerate(rights))
    return ()


def shuffled(names: Iterable[str], *salt: object) -> tuple[str, ...]:
    """The names in an order that only they and the salt decide, the same on every machine and in every version."""
    prefix = "\0".join(map(str, salt))
    return tuple(sorted(names, key=lambda name: hashlib.sha256(f"{prefix}\0{name}".encode()).digest()))


def shuffled_order(item: Item, *salt: object) -> tuple[str, ...]:
    """An order for `Asked`. Entries of an ordering never stand in the right one."""
    names = [name for name, _ in choosable(item)]
    order = shuffled(names, item.id, *salt)
    return (*order[1:], order[0]) if isinstance(item, Ordering) and list(order) == names else order


def paper_of(
    items: Iterable[Item],
    id: str,  # noqa: A002 - as the field
    title: LocalizedText,
    languages: Sequence[str],
    *,
    titles: Mapping[str, LocalizedText] | None = None,
    seed: int = 0,
) -> Paper:
    """A paper of any items, such as a practice set: a section for each type, a point for each question.

    An open question is worth what its criteria add up to, and stands with those that are worth the same. `titles` are
    those of the sections by type; without one a section is called as the paper.
    """
    alike: dict[tuple[ItemType, Fraction], list[Item]] = {}
    for item in items:
        alike.setdefault((item.type, criteria_points(item) or Fraction(1)), []).append(item)
    sections: list[PaperSection] = []
    first = 1
    for (kind, points), found in alike.items():
        sections.append(_section_of(kind, points, (titles or {}).get(kind, title), found, first, seed))
        first += len(found)
    return Paper(id=id, blueprint=id, title=title, seed=seed, sections=tuple(sections), languages=tuple(languages))


def criteria_points(item: Item) -> Fraction | None:
    """What the criteria of an open question add up to; None for other questions."""
    return Fraction(sum(one.points for one in item.marking)) if isinstance(item, OpenQuestion) else None


def _section_of(
    kind: ItemType, points: Fraction, title: LocalizedText, items: list[Item], first: int, seed: int
) -> PaperSection:
    rule = RULES[kind][0]
    questions = tuple(
        Asked(number=number, item=item, points=points, rule=rule, order=shuffled_order(item, seed))
        for number, item in enumerate(items, first)
    )
    name = kind.replace("_", "-")
    id_ = f"{name}-{points}" if any(isinstance(item, OpenQuestion) for item in items) else name
    return PaperSection(id=id_, title=title, type=kind, points=points, rule=rule, questions=questions)
