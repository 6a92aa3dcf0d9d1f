"""Questions of the bank: assessments/items/*.yaml, one file a task."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from clausebook.model.base import Exact, Id, LocalizedNames, LocalizedText, Model, Text

Pool = Literal["practice", "exam"]
"""Practice items may be published, exam items never."""
Level = Literal["remember", "understand", "apply", "analyse"]
Reference = Annotated[str, Field(pattern=r"^[a-z0-9-]+\.[a-z0-9-]+$", max_length=161)]
Difficulty = Annotated[Exact, Field(gt=0, lt=1)]
Origin = Literal["terms", "workflow", "obligations"]
"""What of a standard an item can be made from without an author."""


class Generated(Model):
    """What an item was made from, and the seed that makes the same one again."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    origin: Origin = Field(alias="from")
    seed: int = Field(strict=True)


_SIGNED = WithJsonSchema({"type": ["integer", "string"], "pattern": r"^-?\d+(\.\d+|/\d+)?$"})


class Measured(Model):
    """What exams have shown of an item: the share of right answers, among how many, and whether the better are right.

    `discrimination` is the correlation of the item with the rest of the paper, from -1 to 1.
    """

    difficulty: Annotated[Exact, Field(ge=0, le=1)]
    candidates: int = Field(ge=1, strict=True)
    discrimination: Annotated[Exact, Field(ge=-1, le=1), _SIGNED] | None = None


class Question(Model):
    """What every item has. `difficulty` is the share of right answers that its author expects, between 0 and 1.

    `clauses` names first the clause that it mainly tests; `provisions` are references within these clauses. `enemies`
    are items that must not stand in the same paper, because they ask the same or give the answer away. `written_for`
    holds the hash of each provision as it was when somebody last said that the item suits it; an item without one is
    not watched.
    """

    id: Id
    clauses: tuple[Id, ...] = Field(min_length=1)
    provisions: tuple[Reference, ...] = Field(min_length=1)
    pool: Pool
    level: Level
    difficulty: Difficulty
    measured: Measured | None = None
    enemies: tuple[Id, ...] = ()
    written_for: Mapping[Reference, str] = Field(default_factory=dict)
    generated: Generated | None = None
    stem: LocalizedText

    @property
    def easiness(self) -> Fraction:
        """The share of right answers to be expected: the measured one, or else the author's."""
        return self.measured.difficulty if self.measured else self.difficulty


class Option(Model):
    """One option of a choice, and why it is right or wrong."""

    id: Id
    text: LocalizedText
    correct: bool = False
    why: LocalizedText


class Choice(Question):
    """A choice among options: exactly one right one, or in `multiple_choice` at least two and not all."""

    type: Literal["single_choice", "multiple_choice"]
    options: tuple[Option, ...] = Field(min_length=3, max_length=8)

    @property
    def key(self) -> tuple[str, ...]:
        """The ids of the right options."""
        return tuple(option.id for option in self.options if option.correct)

    @model_validator(mode="after")
    def _has_key(self) -> "Choice":
        right = len(self.key)
        if self.type == "single_choice" and right != 1:
            raise PydanticCustomError("wrong_key", "{right} options are right, not one", {"right": right})
        if self.type == "multiple_choice" and not 2 <= right < len(self.options):
            raise PydanticCustomError(
                "wrong_key", "{right} options are right, not two or more but all", {"right": right}
            )
        return self


class TrueFalse(Question):
    """A statement to be judged."""

    type: Literal["true_false"]
    answer: bool
    why: LocalizedText


class Entry(Model):
    id: Id
    text: LocalizedText


class Ordering(Question):
    """Entries to be put in order; they are listed in the right one."""

    type: Literal["ordering"]
    entries: tuple[Entry, ...] = Field(min_length=3, max_length=8)
    why: LocalizedText


class Pair(Model):
    left: LocalizedText
    right: LocalizedText


class Matching(Question):
    """Left sides to be matched with right sides, among which `extras` match nothing."""

    type: Literal["matching"]
    pairs: tuple[Pair, ...] = Field(min_length=3, max_length=8)
    extras: tuple[LocalizedText, ...] = ()
    why: LocalizedText


class Numeric(Question):
    """A number to be worked out; right within `tolerance` of the answer."""

    type: Literal["number"]
    answer: Exact
    tolerance: Annotated[Exact, Field(ge=0)]
    unit: LocalizedText | None = None
    why: LocalizedText


class FillIn(Question):
    """A word or phrase to be filled in; `accepted` are all ways to write it."""

    type: Literal["text"]
    accepted: LocalizedNames
    why: LocalizedText


class Criterion(Model):
    """What earns points in an answer in one's own words."""

    points: int = Field(ge=1, le=20, strict=True)
    criterion: LocalizedText


class OpenQuestion(Question):
    """A question answered in one's own words and marked by criteria; a `case` gives a situation first."""

    type: Literal["short_answer", "case"]
    background: LocalizedText | None = None
    model_answer: LocalizedText
    marking: tuple[Criterion, ...] = Field(min_length=2, max_length=10)

    @model_validator(mode="after")
    def _has_background(self) -> "OpenQuestion":
        if (self.type == "case") != (self.background is not None):
            raise PydanticCustomError("background", "a case has a background, and nothing else has")
        return self


Item = Annotated[
    Choice | TrueFalse | Ordering | Matching | Numeric | FillIn | OpenQuestion, Field(discriminator="type")
]


def texts(item: Item) -> Iterator[tuple[tuple[str | int, ...], LocalizedText]]:
    """Every text of an item that has to say the same in every language, with where it stands in the item."""
    yield from _texts(item, ())


def _texts(value: object, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], LocalizedText]]:
    if isinstance(value, LocalizedText):
        yield path, value
    elif isinstance(value, Model):
        for key, child in vars(value).items():
            yield from _texts(child, (*path, key))
    elif isinstance(value, tuple):
        for place, child in enumerate(value):
            yield from _texts(child, (*path, place))


class Items(Model):
    """A file of the bank."""

    items: tuple[Item, ...] = ()


class BankRules(Model):
    """assessments/bank.yaml: `exam_pool` is the folder of items for exams, seen from the project's folder."""

    exam_pool: Text | None = None
