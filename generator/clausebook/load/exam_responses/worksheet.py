"""The worksheet in which markers have given points for open questions, criterion by criterion."""

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import islice
from typing import Any, NamedTuple

from clausebook.errors import HeldRecord, RejectedRecord
from clausebook.load.exam_responses.check import check_exam_response, paper_coded
from clausebook.load.exam_responses.reading import ExamReading, Sitting
from clausebook.load.responses.names import readable
from clausebook.load.responses.sheets import Cells, entered, rows_of, shown
from clausebook.model import exam_worksheet as layout
from clausebook.model.exam_response import ExamResponse
from clausebook.model.item import Criterion, OpenQuestion
from clausebook.model.paper import Asked, Paper

_MOST_COLUMNS = 30
_POINTS = re.compile(r"\d{1,2}(?:\.\d{1,4})?", re.ASCII)
_KEY = re.compile(rf"{layout.MARKS}([0-9a-f]{{8}}):(\d{{1,3}})")


class _Columns(NamedTuple):
    """Where a sheet holds what: the hidden id, the one that is shown, and the points by criterion."""

    identity: int
    person: int
    criteria: tuple[int, ...]


def worksheet_exam(sheets: Sequence[Any]) -> str | None:
    """The exam that a workbook is a worksheet of; None where it is none."""
    meta = next((sheet for sheet in sheets if sheet.title == layout.META_SHEET), None)
    if meta is None:
        return None
    values = {shown(row[0]): shown(row[1]) for _, row in islice(rows_of(meta, 2), 20)}
    return values.get("exam", "") if values.get("format") == layout.FORMAT else None


def read_worksheet(sheets: Sequence[Any], origin: str, sitting: Sitting) -> Iterator[ExamReading]:
    """Read the points in each line that has any, with the origin "<origin>:<sheet>:<row>".

    Raises RejectedRecord where a sheet cannot be read: unknown_paper, unknown_question, unknown_format,
    damaged_workbook.
    """
    for sheet in sheets:
        rows = rows_of(sheet, _MOST_COLUMNS)
        _, first = next(rows, (0, ()))
        keys = {shown(cell): place for place, cell in enumerate(first)}
        found = next((match for match in map(_KEY.fullmatch, keys) if match), None)
        if found is None:
            continue
        paper = paper_coded(sitting.papers, found[1])
        asked = _open_question(paper, int(found[2]))
        columns = _columns(keys, found[0], len(_criteria(asked)))
        for number, row in rows:
            yield from _reading(row, f"{origin}:{readable(sheet.title)}:{number}", columns, asked, paper, sitting)


def _open_question(paper: Paper, number: int) -> Asked:
    asked = next((asked for asked in paper.questions if asked.number == number), None)
    if asked is None or not _criteria(asked):
        raise RejectedRecord("unknown_question", f"paper {paper.id} has no open question {number}")
    return asked


def _criteria(asked: Asked) -> tuple[Criterion, ...]:
    return asked.item.marking if isinstance(asked.item, OpenQuestion) else ()


def _columns(keys: Mapping[str, int], key: str, count: int) -> _Columns:
    wanted = [layout.PERSON, *(f"{layout.CRITERION}{number}" for number in range(1, count + 1))]
    missing = [name for name in wanted if name not in keys]
    if missing:
        raise RejectedRecord("unknown_format", f"the column {missing[0]!r} has been removed from a sheet")
    return _Columns(keys[key], keys[wanted[0]], tuple(keys[name] for name in wanted[1:]))


def _reading(
    row: Cells, origin: str, columns: _Columns, asked: Asked, paper: Paper, sitting: Sitting
) -> Iterator[ExamReading]:
    """The points in a line; nothing where it is about no candidate, or has no points yet."""
    try:
        response = _marked(row, columns, asked, paper, sitting)
    except RejectedRecord as rejection:
        yield ExamReading(origin, rejection)
        return
    if response is not None:
        yield ExamReading(origin, response)


def _marked(row: Cells, columns: _Columns, asked: Asked, paper: Paper, sitting: Sitting) -> ExamResponse | None:
    person = shown(row[columns.identity]).strip()
    if person == layout.OWN:
        return None
    given = [entered(row[place], f"criterion {number}") for number, place in enumerate(columns.criteria, 1)]
    if not any(given):
        return None
    if not person or person != shown(row[columns.person]).strip():
        raise RejectedRecord("moved_rows", "the points no longer stand beside the candidate whom they are for")
    data = {
        "paper": paper.id,
        "code": paper.code,
        "person": {"id": person},
        "answers": {asked.number: str(_points(asked, given))},
    }
    return check_exam_response(data, sitting.papers)


def _points(asked: Asked, given: Sequence[str]) -> Fraction:
    """The points for all criteria together, in those that the paper gives. Raises RejectedRecord and HeldRecord."""
    criteria = _criteria(asked)
    missing = [number for number, cell in enumerate(given, 1) if not cell]
    if missing:
        raise HeldRecord("incomplete_marking", f"criterion {missing[0]} has no points; give 0 where none were earned")
    for number, (cell, criterion) in enumerate(zip(given, criteria, strict=True), 1):
        if not _POINTS.fullmatch(cell):
            raise RejectedRecord("bad_marks", f"criterion {number}: {readable(cell)[:40]!r} is no number of points")
        if Fraction(cell) > criterion.points:
            detail = f"criterion {number}: {cell} points, of {criterion.points}"
            raise HeldRecord("points_above_maximum", detail)
    earned = sum((Fraction(cell) for cell in given), Fraction(0))
    return earned * asked.points / sum(criterion.points for criterion in criteria)
