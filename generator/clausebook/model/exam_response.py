"""What one person answered in one exam, and what marking makes of it."""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from clausebook.model.base import Exact, Id, Language, Model
from clausebook.model.response import Person, ShortText

RESPONSE_FORMAT: Final = "clausebook-exam-response/1"
RESULT_FORMAT: Final = "clausebook-exam-result/1"

PaperId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9-]{0,39}$")]
PaperCode = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}$")]
QuestionNumber = Annotated[int, Field(ge=1)]
Answer = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)] | None
"""An answer as it stands on the paper, or None where the question was left blank.

- single_choice and multiple_choice: the letters chosen, in the order of the alphabet: "A", "ABD".
- true_false: "T" or "F".
- ordering: the letters in the order that the person gave them: "CABD".
- matching: the number of each left side with the letter of its right side: "1C 2A 4B".
- number and text: what the person wrote.
- short_answer and case: the points that the marker gave, of those that the paper gives: "7.5".
"""


class ExamResponse(Model):
    """A person's answers to one paper, by the number of the question.

    A question that is not among them is not known yet: it has still to be read or marked. `written` holds what the
    person wrote in answer to questions that a marker marks. `sat` is the day of the exam in ISO 8601, or empty.
    """

    format: Literal["clausebook-exam-response/1"] = RESPONSE_FORMAT
    paper: PaperId
    code: PaperCode
    person: Person
    sat: ShortText = ""
    language: Language | None = None
    answers: Mapping[QuestionNumber, Answer]
    written: Mapping[QuestionNumber, str] = Field(default_factory=dict)


class MarkedAnswer(Model):
    """An answer and the points that it earned. `given` is the answer as in the response."""

    item: Id
    given: Answer
    points: Exact


class ExamResult(Model):
    """The marks of one person in one exam, exact; `exam` is the id of the blueprint."""

    format: Literal["clausebook-exam-result/1"] = RESULT_FORMAT
    exam: Id
    paper: PaperId
    code: PaperCode
    person: Person
    sat: ShortText = ""
    language: Language | None = None
    marks: Exact
    maximum: Exact
    answers: Mapping[QuestionNumber, MarkedAnswer]
