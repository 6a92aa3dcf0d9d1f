"""Two parallel papers of one exam, and what a reader has to know of them."""

from clausebook.load.exam_responses.dispatch import read_exam_content
from clausebook.load.exam_responses.reading import Sitting
from clausebook.model.exam_response import ExamResponse
from clausebook.model.item import OpenQuestion
from clausebook.model.paper import Asked, Paper, Papers
from clausebook.model.rule import RULES
from tests.exams.sample_papers import paper

A = paper(points="2")
B = paper(points="2", kinds=tuple(reversed(RULES))).model_copy(update={"id": "B"})
ONE = Papers(papers=(A,))
TWO = Papers(papers=(A, B))
TRUE, FALSE = ("对", "true"), ("错", "false")

RIGHT = {"number": "2.86", "text": "utm_source"}


def right(asked: Asked) -> str:
    """A right answer to a closed question, as the paper letters it."""
    return asked.key_letters or RIGHT[asked.item.type]


def right_answers(made: Paper) -> dict[int, str]:
    """Right answers to all closed questions of a paper."""
    return {asked.number: right(asked) for asked in made.questions if not isinstance(asked.item, OpenQuestion)}


def read(content: str | bytes, papers: Papers = ONE, paper: str | None = None) -> list[ExamResponse | tuple[str, str]]:
    """What is in a file: responses, or the reason and where."""
    raw = content.encode() if isinstance(content, str) else content
    sitting = Sitting(papers, paper, TRUE, FALSE)
    return [
        one.response if isinstance(one.response, ExamResponse) else (one.origin, one.response.reason)
        for one in read_exam_content(raw, "in", sitting)
    ]
