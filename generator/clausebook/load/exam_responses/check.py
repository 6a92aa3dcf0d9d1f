"""What makes plain data an answer to a paper. Every reader's data goes through here."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from clausebook.errors import HeldRecord, RejectedRecord
from clausebook.load.exam_responses.wording import Wording, answer_of, folded
from clausebook.load.responses.names import readable
from clausebook.model.exam_response import Answer, ExamResponse
from clausebook.model.paper import Asked, Paper, Papers
from clausebook.model.response import writable

_MOST_TOLD = 5
_PLAIN = Wording.of(has_points=True)


def paper_called(papers: Papers, name: str) -> Paper:
    """The paper of this id, or the only one where none is named. Raises RejectedRecord: unknown_paper, which_paper."""
    known = ", ".join(paper.id for paper in papers.papers)
    if not name and len(papers.papers) == 1:
        return papers.papers[0]
    if not name:
        detail = f"it does not say which paper it answers, {known}; name it in a column 'paper', or with --paper"
        raise RejectedRecord("which_paper", detail)
    paper = next((paper for paper in papers.papers if folded(paper.id) == folded(name)), None)
    if paper is None:
        raise RejectedRecord("unknown_paper", f"there is no paper {readable(name)[:40]!r}; there are {known}")
    return paper


def paper_coded(papers: Papers, code: str, name: str = "") -> Paper:
    """The paper of this code, which is also called so if a name is given. Raises RejectedRecord."""
    paper = papers.by_code.get(code.strip().lower())
    if paper is None:
        detail = f"no paper of this exam has the code {readable(code)[:40]!r}; it may belong to an earlier assembly"
        raise RejectedRecord("unknown_paper", detail)
    if name and folded(name) != folded(paper.id):
        detail = f"by its code this is paper {paper.id}, by its name paper {readable(name)[:40]}"
        raise RejectedRecord("wrong_paper", detail)
    return paper


def check_exam_response(data: Mapping[str, Any], papers: Papers) -> ExamResponse:
    """The response that plain data is, whose answers are such as its paper asks for.

    Raises RejectedRecord with missing_id, bad_value, unknown_paper, wrong_paper, unknown_question, unknown_language, or
    HeldRecord with unclear_answer or points_above_maximum.
    """
    response = _validated(data)
    paper = paper_coded(papers, response.code, response.paper)
    asked = {one.number: one for one in paper.questions}
    strangers = sorted((response.answers.keys() | response.written.keys()) - asked.keys())
    if strangers:
        raise RejectedRecord("unknown_question", f"paper {paper.id} has no question {strangers[0]}")
    if response.language is not None and response.language not in paper.languages:
        raise RejectedRecord("unknown_language", f"the paper has no language {response.language!r}")
    told = ((asked[number], answer) for number, answer in response.answers.items())
    return response.model_copy(update={"answers": understood(told, _PLAIN)})


def understood(told: Iterable[tuple[Asked, str | None]], wording: Wording) -> dict[int, Answer]:
    """Answers as they count, by the number of the question. Raises HeldRecord that names all that are unclear."""
    answers: dict[int, Answer] = {}
    unclear: list[str] = []
    reason = "unclear_answer"
    for asked, written in told:
        try:
            answers[asked.number] = answer_of(asked, written or "", wording)
        except HeldRecord as held:
            reason = held.reason
            unclear.append(f"question {asked.number}: {held.detail}")
    if unclear:
        more = f"; and {len(unclear) - _MOST_TOLD} more" if len(unclear) > _MOST_TOLD else ""
        raise HeldRecord(reason, "; ".join(unclear[:_MOST_TOLD]) + more)
    return answers


def _validated(data: Mapping[str, Any]) -> ExamResponse:
    try:
        return ExamResponse.model_validate(data)
    except ValidationError as error:
        detail = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, detail["loc"]))
        reason = "missing_id" if detail["loc"][:2] == ("person", "id") else "bad_value"
        raise RejectedRecord(reason, writable(f"{place[:100]}: {detail['msg'][:200]}")) from None
