"""What every reader of answers to an exam hands on."""

from dataclasses import dataclass

from clausebook.errors import RejectedRecord
from clausebook.model.exam_mapping import ExamMapping
from clausebook.model.exam_response import ExamResponse
from clausebook.model.paper import Papers


@dataclass(frozen=True)
class ExamReading:
    """One response, or part of one, or why there is none. `origin` is where people find it again: "answers.csv:17"."""

    origin: str
    response: ExamResponse | RejectedRecord


@dataclass(frozen=True)
class Sitting:
    """What a reader has to know: the papers that were sat, the one that tables without a paper answer, how verdicts
    are worded in the languages of the papers, and what the columns of another program's tables mean."""

    papers: Papers
    paper: str | None = None
    true: tuple[str, ...] = ()
    false: tuple[str, ...] = ()
    mapping: ExamMapping | None = None

    @property
    def exam(self) -> str:
        """The id of the blueprint."""
        return self.papers.papers[0].blueprint
