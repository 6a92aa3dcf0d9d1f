"""Tables that are known by their headings: Clausebook's own, and what learning platforms export."""

import re
from collections.abc import Sequence

from clausebook.model.exam_mapping import (
    CODE,
    DATE,
    LANGUAGE,
    OWN,
    PAPER,
    PERSON,
    AnswerColumns,
    AnswerWords,
    ExamMapping,
    StateColumn,
)
from clausebook.model.mapping import PersonColumns

_CANVAS_QUESTION = re.compile(r"\d+: ")
_CANVAS = {"name", "id", "submitted"}
_MOODLE_IDS = ("ID number", "Username", "Email address")
_MOODLE_STATES = ("State", "Status")
_BLANK = "-"


def known_layout(headings: Sequence[str], exam: str) -> ExamMapping | None:
    """What the columns of a table mean by its headings alone; None where they are of no known program."""
    return _own(headings, exam) or _moodle(headings, exam) or _canvas(headings, exam)


def _own(headings: Sequence[str], exam: str) -> ExamMapping | None:
    if "id" not in headings or not any(heading.isdigit() for heading in headings):
        return None
    known = {heading: heading if heading in headings else None for heading in OWN}
    _, name, department = PERSON
    return ExamMapping(
        id="own",
        exam=exam,
        paper_column=known[PAPER],
        code_column=known[CODE],
        language_column=known[LANGUAGE],
        person=PersonColumns(id="id", name=known[name], department=known[department]),
        date=known[DATE],
        questions=AnswerColumns(by="number", prefix=""),
        answers=AnswerWords(points=True),
    )


def _moodle(headings: Sequence[str], exam: str) -> ExamMapping | None:
    """The quiz report "Responses" of Moodle, in English: its names are those of mod/quiz/report/responses."""
    person = _first(headings, _MOODLE_IDS)
    if "Response 1" not in headings or person is None:
        return None
    state = _first(headings, _MOODLE_STATES)
    return ExamMapping(
        id="moodle",
        exam=exam,
        person=PersonColumns(id=person, department=_first(headings, ("Department",))),
        state=StateColumn(column=state, finished=("Finished",)) if state else None,
        questions=AnswerColumns(by="number", prefix="Response "),
        answers=AnswerWords(separator="; ", true=("True",), false=("False",), blank=(_BLANK,)),
    )


def _canvas(headings: Sequence[str], exam: str) -> ExamMapping | None:
    """The "Student Analysis" of a quiz in Canvas, in English."""
    if not set(headings) >= _CANVAS or not any(map(_CANVAS_QUESTION.match, headings)):
        return None
    return ExamMapping(
        id="canvas",
        exam=exam,
        person=PersonColumns(id="sis_id" if "sis_id" in headings else "id", name="name"),
        date="submitted",
        questions=AnswerColumns(by="stem", points_follow=True),
        answers=AnswerWords(separator=",", true=("True",), false=("False",)),
    )


def _first(headings: Sequence[str], names: Sequence[str]) -> str | None:
    return next((name for name in names if name in headings), None)
