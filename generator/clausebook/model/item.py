"""Questions of the bank: assessments/items/*.yaml, one file a task."""

from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from clausebook.model.base import Exact, Id, LocalizedNames, LocalizedText, Model

Pool = Literal["practice", "exam"]
"""Practice items may be published, exam items never."""
Level = Literal["remember", "understand", "apply", "analyse"]
Reference = Annotated[str, Field(pattern=r"^[a-z0-9-]+\.[a-z0-9-]+$", max_length=161)]
Difficulty = Annotated[Exact, Field(gt=0, lt=1)]


class Question(Model):
    """What every item has. `difficulty` is the share of right answers that its author expects, between 0 and 1.

    `clauses` names first the clause that it mainly tests; `provisions` are references within these clauses. `enemies`
    are items that must not stand in the same paper, because they ask the same or give the answer away.
    """

    id: Id
    clauses: tuple[Id, ...] = Field(min_length=1)
    provisions: tuple[Reference, ...] = Field(min_length=1)
    pool: Pool
    level: Level
    difficulty: Difficulty
    enemies: tuple[Id, ...] = ()
    stem: LocalizedText


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


class Items(Model):
    """A file of the bank."""

    items: tuple[Item, ...] = ()
