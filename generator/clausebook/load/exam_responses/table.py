"""The lines of a table as responses to papers, once it is known which column is what."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from unicodedata import normalize

from clausebook.errors import HeldRecord, RejectedRecord
from clausebook.load.exam_responses.check import check_exam_response, paper_called, paper_coded, understood
from clausebook.load.exam_responses.columns import Columns, question_columns
from clausebook.load.exam_responses.wording import Wording, folded, is_points
from clausebook.load.marks import day
from clausebook.load.responses.columns import place_of
from clausebook.load.responses.names import readable
from clausebook.model.exam_mapping import ExamMapping
from clausebook.model.exam_response import ExamResponse
from clausebook.model.item import OpenQuestion
from clausebook.model.paper import Asked, Paper, Papers
from clausebook.model.table import unguarded

_NOWHERE = -1
_LONGEST_WRITTEN = 20_000
_NO_STATE = {"", "-"}
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,4})?", re.ASCII)

Cells = Sequence[str]


class ExamLines:
    """The lines of one table by a mapping. Raises RejectedRecord("bad_columns") where the mapping does not fit it."""

    def __init__(self, headings: Cells, mapping: ExamMapping, papers: Papers, wording: Wording) -> None:
        self._headings = headings
        self._mapping = mapping
        self._papers = papers
        self._wording = wording
        self._person = {part: _place(headings, heading) for part, heading in mapping.person}
        self._paper_place = _place(headings, mapping.paper_column)
        self._code_place = _place(headings, mapping.code_column)
        self._language_place = _place(headings, mapping.language_column)
        self._date_place = _place(headings, mapping.date)
        self._state_place = _place(headings, mapping.state.column if mapping.state else None)
        self._columns: dict[str, Columns] = {}
        if mapping.paper is not None or len(papers.papers) == 1:
            self._columns_of(paper_called(papers, mapping.paper or ""))

    def response(self, cells: Cells) -> ExamResponse | None:
        """What a line says; None where nobody has handed anything in. Raises RejectedRecord and HeldRecord."""
        if any(cell.strip() for cell in cells[len(self._headings) :]):
            raise RejectedRecord("bad_csv", "the line has more cells than the first line")
        row = [unguarded(cell.strip()) for cell in cells] + [""] * (len(self._headings) + 1 - len(cells))
        if not self._is_handed_in(row[self._state_place]):
            return None
        if not row[self._person["id"]]:
            raise RejectedRecord("missing_id", "the line does not say whose answers these are")
        paper = self._paper(row)
        return check_exam_response(
            {
                "paper": paper.id,
                "code": paper.code,
                "person": {part: normalize("NFC", row[place]) for part, place in self._person.items()},
                "sat": self._day(row[self._date_place]),
                "language": row[self._language_place] or self._mapping.language,
                **self._answers(row, paper),
            },
            self._papers,
        )

    def _is_handed_in(self, state: str) -> bool:
        """Whether an attempt was handed in; one that was begun and not handed in is for people to settle."""
        if self._mapping.state is None:
            return True
        if state in _NO_STATE:
            return False
        if folded(state) not in map(folded, self._mapping.state.finished):
            raise HeldRecord("unfinished", f"the attempt was not handed in: {readable(state)[:60]!r}")
        return True

    def _paper(self, row: Cells) -> Paper:
        code, name = row[self._code_place], row[self._paper_place]
        return (
            paper_coded(self._papers, code, name)
            if code
            else paper_called(self._papers, name or self._mapping.paper or "")
        )

    def _columns_of(self, paper: Paper) -> Columns:
        if paper.id not in self._columns:
            self._columns[paper.id] = question_columns(self._headings, self._mapping.questions, paper)
        return self._columns[paper.id]

    def _day(self, cell: str) -> str:
        """The day of the exam. Raises RejectedRecord("bad_time")."""
        pattern = self._mapping.time_format
        if not pattern or not cell:
            return day(cell.partition("T")[0].partition(" ")[0])
        try:
            return datetime.strptime(cell, pattern).date().isoformat()  # noqa: DTZ007 - the day as people know it
        except ValueError:
            raise RejectedRecord("bad_time", "a time is not written as the mapping's time_format says") from None

    def _answers(self, row: Cells, paper: Paper) -> Mapping[str, Mapping[int, str | None]]:
        """The answers, and what was written in answer to open questions, by number. Raises HeldRecord."""
        told: list[tuple[Asked, str]] = []
        written: dict[int, str | None] = {}
        columns = self._columns_of(paper)
        for asked in (asked for asked in paper.questions if asked.number in columns):
            place = columns[asked.number]
            if not isinstance(asked.item, OpenQuestion):
                told.append((asked, row[place]))
                continue
            points = self._points(asked, row, place)
            if points is not None:
                told.append((asked, points))
            if row[place] != points and not self._is_blank(row[place]):
                written[asked.number] = row[place][:_LONGEST_WRITTEN]
        return {"answers": understood(told, self._wording), "written": written}

    def _points(self, asked: Asked, row: Cells, place: int) -> str | None:
        """The points that an open question was given, "" where nothing was written; None where they are not known."""
        if self._wording.has_points:
            return row[place] if is_points(row[place]) else None
        if self._is_blank(row[place]):
            return ""
        if self._mapping.questions.points_follow:
            return _scaled(row[place + 1], self._headings[place + 1 : place + 2], asked.points)
        return None

    def _is_blank(self, cell: str) -> bool:
        return not cell or folded(cell) in self._wording.blank


def _scaled(given: str, heading: Cells, full: Fraction) -> str | None:
    """Points of another program, headed by its full points, as the paper counts them.

    None where there are none: such programs write nought as long as nobody has marked the answer.
    """
    possible = Fraction(heading[0]) if heading and _NUMBER.fullmatch(heading[0]) else Fraction(0)
    points = Fraction(given) if _NUMBER.fullmatch(given) else Fraction(0)
    return str(points * full / possible) if points and possible else None


def _place(headings: Cells, heading: str | None) -> int:
    """The place of a column; what is not named is looked up behind the last one, where every row is empty."""
    return _NOWHERE if heading is None else place_of(headings, heading)
