"""A workbook of plain tables: a sheet a table, heads that stay in sight, texts that are never formulas."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from clausebook.render.workbook import (
    ACCENT,
    Look,
    dress,
    new_book,
    put,
    set_height,
    set_up_page,
    set_widths,
    to_bytes,
)

Value = str | int | float | Fraction | None
"""What a cell shows: a text, a number, a figure with two decimals, or that there is none."""

_NONE = "–"
_LONGEST_NAME, _LONGEST = 31, 32_767
"""The most characters that the name of a sheet and a cell may have."""


class Book:
    """A workbook whose sheets have the same font and footer."""

    def __init__(self, font: str, footer: str) -> None:
        self._book, self._footer = new_book(), footer
        self._text = Look(font, is_boxed=True, vertical="top")

    def sheet(self, name: str, heads: Sequence[str], widths: Sequence[int]) -> Worksheet:
        """A sheet with a line of heads, and the widths of its columns in characters."""
        sheet: Worksheet = self._book.create_sheet(name[:_LONGEST_NAME])
        letters = [get_column_letter(column) for column in range(1, len(heads) + 1)]
        set_widths(sheet, dict(zip(letters, widths, strict=True)))
        for column, head in enumerate(heads, 1):
            put(sheet, 1, column, head, replace(self._text, is_bold=True, colour="FFFFFF", fill=ACCENT))
        set_height(sheet, 1)
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"
        set_up_page(sheet, is_landscape=True, footer=self._footer)
        return sheet

    def line(self, sheet: Worksheet, row: int, values: Iterable[Value], fill: str | None = None) -> None:
        """A line of values, on a coloured ground if `fill` is given as RRGGBB."""
        look = replace(self._text, fill=fill)
        for column, value in enumerate(values, 1):
            if value is None or isinstance(value, str):
                put(sheet, row, column, _NONE if value is None else value[:_LONGEST], look)
                continue
            number_format = "0" if isinstance(value, int) else "0.00"
            cell: Any = dress(sheet, row, column, replace(look, horizontal="center", number_format=number_format))
            cell.value = value if isinstance(value, int) else float(value)
        set_height(sheet, row)

    def to_bytes(self, made: datetime) -> bytes:
        """The file; the same tables and moment (UTC) give the same bytes."""
        return to_bytes(self._book, made)
