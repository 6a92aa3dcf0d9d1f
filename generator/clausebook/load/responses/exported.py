"""The table that another program exported as a workbook: its first sheet, a line a person, by a column mapping."""

from collections.abc import Iterator, Mapping
from typing import Any

from clausebook.errors import RejectedRecord
from clausebook.load.responses.reading import Reading
from clausebook.load.responses.sheets import entered, rows_of
from clausebook.load.responses.table import Lines, lines_by
from clausebook.model.mapping import ColumnMapping
from clausebook.model.questionnaire import Questionnaire

_MOST_COLUMNS = 2_000


def read_exported(
    sheet: Any, origin: str, questionnaires: Mapping[str, Questionnaire], mapping: ColumnMapping
) -> Iterator[Reading]:
    """Read each row below the first as a response, with the origin "<origin>:<row>".

    Raises RejectedRecord for the whole sheet with bad_columns, unknown_form, damaged_workbook.
    """
    rows = rows_of(sheet, _MOST_COLUMNS)
    _, first = next(rows, (0, ()))
    headings = [entered(cell, "the first row") for cell in first]
    while headings and not headings[-1]:
        headings.pop()
    lines = lines_by(mapping, headings, questionnaires)
    for number, row in rows:
        yield Reading(f"{origin}:{number}", _response(lines, row, len(headings)))


def _response(lines: Lines, row: tuple[Any, ...], width: int) -> Mapping[str, Any] | RejectedRecord:
    """A row as plain data, or why it is none; cells beyond the last heading belong to nobody."""
    try:
        return lines.response([entered(cell, "a cell") for cell in row[:width]])
    except RejectedRecord as rejection:
        return rejection
