"""How the columns of another program's table answer a paper: assessments/mappings/*.yaml with the key `exam`."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from clausebook.model.base import Id, Language, Model, Text
from clausebook.model.exam_response import PaperId, QuestionNumber
from clausebook.model.mapping import Mark, PersonColumns

CODE, DATE, LANGUAGE, PAPER = "code", "date", "language", "paper"
PERSON = ("id", "name", "department")
OWN = (*PERSON, PAPER, CODE, DATE, LANGUAGE)
"""The headings of Clausebook's own tables of answers; the numbers of the questions follow."""


class StateColumn(Model):
    """The column that says how far an attempt is, and what it says of one that was handed in."""

    column: Text
    finished: tuple[Text, ...] = Field(min_length=1)


class AnswerColumns(Model):
    """How the headings of columns lead to questions.

    `by` is what to look for in a heading: the number of the question, behind `prefix` alone where that is given, or
    the text of the stem in any language. `columns` gives the number for headings that lead nowhere by themselves.
    `points_follow` says that each is followed by a column of points, headed by the full points.
    """

    by: Literal["number", "stem"]
    prefix: Annotated[str, StringConstraints(strip_whitespace=True)] | None = None
    columns: dict[str, QuestionNumber] = Field(default_factory=dict)
    points_follow: bool = False


class AnswerWords(Model):
    """What the cells of question columns hold: letters as on the paper, or the texts of the options.

    `separator` stands between two options, `true` and `false` are how a verdict is worded, `blank` what stands where
    nothing was answered. Cells of open questions hold what people wrote, or with `points` a marker's points.
    """

    separator: Mark | None = None
    true: tuple[Text, ...] = ()
    false: tuple[Text, ...] = ()
    blank: tuple[Text, ...] = ()
    points: bool = False


class ExamMapping(Model):
    """Which column of a table is what, and which exam it answers.

    `paper` is the one that every line answers where no column says so. `time_format` is how the program writes the
    column `date`, in the terms of strptime.
    """

    id: Id
    exam: Id
    paper: PaperId | None = None
    paper_column: Text | None = None
    code_column: Text | None = None
    language: Language | None = None
    language_column: Text | None = None
    person: PersonColumns
    date: Text | None = None
    time_format: Text | None = None
    state: StateColumn | None = None
    questions: AnswerColumns
    answers: AnswerWords = AnswerWords()
