"""The quiz report "Grades" of Moodle, in English: of each question the points, of which those of open questions count.

What a platform makes of closed questions is not taken over: their answers stand in the report "Responses" and are
marked by the rules of the paper.
"""

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from clausebook.errors import RejectedRecord
from clausebook.load.exam_responses.check import check_exam_response, paper_called
from clausebook.load.exam_responses.reading import Sitting
from clausebook.load.responses.columns import place_of
from clausebook.model.exam_response import ExamResponse
from clausebook.model.item import OpenQuestion
from clausebook.model.table import unguarded

_QUESTION = re.compile(r"Q\. ?(\d{1,3}) ?/ ?(\d{1,4}(?:[.,]\d{1,5})?)", re.ASCII)
_IDS = ("ID number", "Username", "Email address")
_POINTS = re.compile(r"\d{1,4}(?:[.,]\d{1,5})?", re.ASCII)


def is_grades(headings: Sequence[str]) -> bool:
    """Whether these are the headings of that report."""
    return any(map(_QUESTION.fullmatch, headings)) and any(name in headings for name in _IDS)


class GradeLines:
    """The lines of such a report. Raises RejectedRecord where it does not fit the paper."""

    def __init__(self, headings: Sequence[str], sitting: Sitting) -> None:
        self._papers = sitting.papers
        self._paper = paper_called(sitting.papers, sitting.paper or "")
        self._id = place_of(headings, next(name for name in _IDS if name in headings))
        found = ((_QUESTION.fullmatch(heading), place) for place, heading in enumerate(headings))
        self._columns = {int(match[1]): (place, _number(match[2])) for match, place in found if match}
        self._open = [asked for asked in self._paper.questions if isinstance(asked.item, OpenQuestion)]
        missing = [asked.number for asked in self._open if asked.number not in self._columns]
        if missing:
            raise RejectedRecord("bad_columns", f"question {missing[0]} has no column of points")

    def response(self, cells: Sequence[str]) -> ExamResponse | None:
        """The points that a line gives for open questions; None where it is about nobody, or none is marked yet."""
        person = unguarded(cells[self._id].strip()) if self._id < len(cells) else ""
        points = self._points(cells)
        if not person or not points:
            return None
        data = {"paper": self._paper.id, "code": self._paper.code, "person": {"id": person}, "answers": points}
        return check_exam_response(data, self._papers)

    def _points(self, cells: Sequence[str]) -> Mapping[int, str]:
        points: dict[int, str] = {}
        for asked in self._open:
            place, full = self._columns[asked.number]
            cell = cells[place].strip() if place < len(cells) else ""
            if _POINTS.fullmatch(cell) and full:
                points[asked.number] = str(_number(cell) * asked.points / full)
        return points


def _number(written: str) -> Fraction:
    return Fraction(written.replace(",", "."))
