"""How the columns of another program's table answer a form: assessments/mappings/*.yaml."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from clausebook.model.base import Id, Language, Model, Text

Points = Annotated[int, Field(strict=True)]
Mark = Annotated[str, StringConstraints(min_length=1)]


class PersonColumns(Model):
    """The headings of the columns that say who somebody is."""

    id: Text
    name: Text | None = None
    department: Text | None = None


class ModelColumn(Model):
    """The column in which people name their business models, and what stands between two of them."""

    column: Text
    separator: Mark = ";"


class QuestionColumns(Model):
    """How the headings of columns lead to provisions.

    `by` is what to look for in a heading: the reference (industry-trends.a), the number of the clause and the letter
    (1.1.2 a), or the provision's text in any language; with `order` the columns from `first` to `last` are the
    provisions one by one. Where `numbered` is set, headings begin with the program's own count, which is cut off.
    `columns` gives the reference for headings that lead nowhere by themselves. A column whose heading ends in the
    suffix `comment`, `reason` or `evidence` holds that part of the answer. Unless `partial` is set, every provision
    needs a column.
    """

    by: Literal["ref", "number", "heading", "order"]
    first: Text | None = None
    last: Text | None = None
    numbered: bool = False
    columns: dict[str, str] = Field(default_factory=dict)
    comment: Mark | None = None
    reason: Mark | None = None
    evidence: Mark | None = None
    partial: bool = False

    @model_validator(mode="after")
    def _order_begins_somewhere(self) -> "QuestionColumns":
        if self.by == "order" and self.first is None:
            raise PydanticCustomError("no_first", "by order, but no first column")
        return self

    @property
    def suffixes(self) -> dict[str, str]:
        """The parts of an answer besides the answer itself, by the suffix of their columns."""
        named = {self.comment: "comment", self.reason: "reason", self.evidence: "evidence"}
        return {suffix: part for suffix, part in named.items() if suffix is not None}


class AnswerCells(Model):
    """What the cells of question columns mean.

    Labels of the scale in any language are always understood. A number is the answer's points, or with `position` its
    place on the scale from 1. `values` is a table of the program's own. `reason` is given for those not applicable
    that bring none of their own.
    """

    numbers: Literal["points", "position"] = "points"
    values: dict[str, Points] = Field(default_factory=dict)
    not_applicable: tuple[Text, ...] = ()
    unanswered: tuple[Text, ...] = ()
    reason: Text | None = None


class ColumnMapping(Model):
    """Which column of a table is what, and which form it answers.

    `form_hash` is the version of the form that was copied into the other program; where it is given, answers to an
    older version are noticed. `time_format` is how the program writes a time, in the terms of strptime.
    """

    id: Id
    form: Id
    form_hash: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")] | None = None
    language: Language | None = None
    person: PersonColumns
    reviewer: PersonColumns | None = None
    models: ModelColumn | None = None
    started: Text | None = None
    saved: Text | None = None
    time_format: Text | None = None
    questions: QuestionColumns
    answers: AnswerCells = AnswerCells()
