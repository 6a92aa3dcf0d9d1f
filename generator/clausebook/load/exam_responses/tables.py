"""Tables of answers as CSV or in a workbook: Clausebook's own, of learning platforms, and any other by a mapping."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from clausebook.errors import RejectedRecord
from clausebook.load.exam_responses.grades import GradeLines, is_grades
from clausebook.load.exam_responses.layouts import known_layout
from clausebook.load.exam_responses.reading import ExamReading, Sitting
from clausebook.load.exam_responses.table import ExamLines
from clausebook.load.exam_responses.wording import Wording
from clausebook.load.responses.delimited import BrokenLine, rows_of, text_of
from clausebook.load.responses.sheets import entered
from clausebook.load.responses.sheets import rows_of as rows_of_sheet
from clausebook.model.exam_mapping import ExamMapping
from clausebook.model.exam_response import ExamResponse

_MOST_COLUMNS = 2_000


class Lines(Protocol):
    """The lines of one table."""

    def response(self, cells: Sequence[str]) -> ExamResponse | None:
        """What a line says; None where it is about nobody. Raises RejectedRecord and HeldRecord."""


def read_table(content: bytes, origin: str, sitting: Sitting) -> Iterator[ExamReading]:
    """Read each line of a CSV file below the first, with the origin "<origin>:<line>".

    Raises RejectedRecord for the whole file with bad_encoding, bad_columns, which_paper, unknown_paper or, where the
    columns are of no known program and come without a mapping, no_mapping. From a line on that breaks the rules of CSV
    nothing more can be read: it is the last reading, with bad_csv.
    """
    rows = rows_of(text_of(content))
    try:
        _, headings = next(rows, (0, ()))
        lines = lines_under(headings, sitting)
        for number, cells in rows:
            yield from _reading(lines, cells, f"{origin}:{number}")
    except BrokenLine as broken:
        yield ExamReading(f"{origin}:{broken.line}", RejectedRecord("bad_csv", "from this line on this is not CSV"))


def read_sheet(sheet: Any, origin: str, sitting: Sitting) -> Iterator[ExamReading]:
    """Read each row of a sheet below the first. Raises as `read_table` does, and with damaged_workbook."""
    rows = rows_of_sheet(sheet, _MOST_COLUMNS)
    _, first = next(rows, (0, ()))
    headings = [entered(cell, "the first row") for cell in first]
    while headings and not headings[-1]:
        headings.pop()
    lines = lines_under(headings, sitting)
    for number, row in rows:
        place = f"{origin}:{number}"
        try:
            cells = [entered(cell, "a cell") for cell in row[: len(headings)]]
        except RejectedRecord as rejection:
            yield ExamReading(place, rejection)
        else:
            yield from _reading(lines, cells, place)


def lines_under(headings: Sequence[str], sitting: Sitting) -> Lines:
    """The lines of a table with these headings. Raises RejectedRecord."""
    bare = [heading.strip() for heading in headings]
    mapping = sitting.mapping or known_layout(bare, sitting.exam)
    if mapping is None and is_grades(bare):
        return GradeLines(bare, sitting)
    if mapping is None:
        detail = (
            "these columns are not known; use the table of exam mark --template, or say with --mapping what they are"
        )
        raise RejectedRecord("no_mapping", detail)
    if sitting.paper is not None:
        mapping = mapping.model_copy(update={"paper": sitting.paper})
    return ExamLines(bare, mapping, sitting.papers, _wording(mapping, sitting))


def _wording(mapping: ExamMapping, sitting: Sitting) -> Wording:
    words = mapping.answers
    return Wording.of(
        (*words.true, *sitting.true),
        (*words.false, *sitting.false),
        words.blank,
        words.separator or "",
        has_points=words.points,
    )


def _reading(lines: Lines, cells: Sequence[str], origin: str) -> Iterator[ExamReading]:
    """What became of a line; nothing where it is about nobody."""
    try:
        response = lines.response(cells)
    except RejectedRecord as rejection:
        yield ExamReading(origin, rejection)
        return
    if response is not None:
        yield ExamReading(origin, response)
