"""Spreadsheets (XLSX): how a cell looks, text that stays text, and files that come out the same each time."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from math import ceil
from typing import Any, cast
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

ACCENT, BAND, PALE, INPUT, GREY, LINE = "1D4F91", "DCE6F4", "F1F5FB", "FFFBEB", "5B6573", "C3CCD8"
"""Colours as RRGGBB: of headings, two kinds of lines between rows, cells to fill in, quiet text, borders."""

_STRING = "s"
_A4 = 9
_LONGEST_FOOTER = 230
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_SAVED_AT = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_LINE, _PADDING, _USUAL_SIZE = 14.0, 5.0, 10.5
"""The height of a line of usual size, and what stands above and below the lines of a cell, all in points."""
_CHINESE, _LATIN = 2.0, 0.94
"""How broad a character is, in the digits of which the width of a column is told, with the ragged ends of lines."""
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Look:
    """How a cell looks. `fill` and `colour` are RRGGBB; an `is_input` cell may be changed on a protected sheet."""

    font: str
    size: float = 10.5
    is_bold: bool = False
    colour: str = "1F2933"
    fill: str | None = None
    is_wrapped: bool = True
    is_boxed: bool = False
    is_input: bool = False
    horizontal: str | None = None
    vertical: str = "center"
    number_format: str = "@"


_styles: WeakKeyDictionary[Workbook, dict[Look, Any]] = WeakKeyDictionary()
"""The looks that each workbook has already, as it keeps them."""


def new_book() -> Workbook:
    """A workbook without sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def put(sheet: Worksheet, row: int, column: int, text: str, look: Look) -> Cell:
    """Write a text that is never a formula, whatever it begins with."""
    cell = dress(sheet, row, column, look)
    if text:
        cell.value = _UNPRINTABLE.sub("", text)
        cell.data_type = _STRING
    return cell


def put_formula(sheet: Worksheet, row: int, column: int, formula: str, look: Look) -> Cell:
    """Write a formula of our own making, which begins with = and holds no data."""
    cell = dress(sheet, row, column, replace(look, number_format="General"))
    cell.value = formula
    return cell


def dress(sheet: Worksheet, row: int, column: int, look: Look) -> Cell:
    """Give a cell its look. What people write into it stays text."""
    cell: Any = sheet.cell(row, column)
    known = _styles.setdefault(cast("Workbook", sheet.parent), {})
    if look not in known:
        _set_style(cell, look)
        known[look] = copy(cell._style)
    # To set the properties cell by cell takes longer than all the rest of a workbook.
    cell._style = copy(known[look])
    return cast("Cell", cell)


def _set_style(cell: Cell, look: Look) -> None:
    cell.font = Font(name=look.font, size=look.size, bold=look.is_bold, color=look.colour)
    cell.alignment = Alignment(horizontal=look.horizontal, vertical=look.vertical, wrap_text=look.is_wrapped)
    cell.number_format = look.number_format
    cell.protection = Protection(locked=not look.is_input)
    if look.fill:
        cell.fill = PatternFill("solid", fgColor=look.fill)
    if look.is_boxed:
        side = Side(style="thin", color=LINE)
        cell.border = Border(left=side, right=side, top=side, bottom=side)


def set_height(sheet: Worksheet, row: int) -> None:
    """Make a row as high as its wrapped texts need in columns whose widths are set; to measure them is guesswork."""
    heights = [_height(cell, sheet.column_dimensions[cell.column_letter].width) for cell in sheet[row] if cell.value]
    sheet.row_dimensions[row].height = max(heights, default=_LINE) + _PADDING


def merge(sheet: Worksheet, row: int, first: int, last: int) -> None:
    """Make the columns from `first` to `last` one cell, and the row as high as the wrapped text of `first` needs."""
    columns = [get_column_letter(column) for column in range(first, last + 1)]
    width = sum(sheet.column_dimensions[letter].width for letter in columns)
    sheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
    sheet.row_dimensions[row].height = _height(sheet.cell(row, first), width) + _PADDING


def _height(cell: Any, width: float) -> float:
    size = float(cell.font.size) / _USUAL_SIZE
    if cell.data_type != _STRING or not cell.alignment.wrap_text:
        return _LINE * size
    room = max(width - 1.5, 1) / size
    return _LINE * size * sum(max(ceil(_breadth(line) / room), 1) for line in cell.value.split("\n"))


def _breadth(text: str) -> float:
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return wide * _CHINESE + (len(text) - wide) * _LATIN


def set_widths(sheet: Worksheet, widths: Mapping[str, float]) -> None:
    """Set the widths of columns, in characters, by their letters."""
    for letter, width in widths.items():
        sheet.column_dimensions[letter].width = width


def protect(sheet: Worksheet) -> None:
    """Keep all but input cells from changing. There is no password; rows and columns may be resized and filtered."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatRows = protection.formatColumns = protection.autoFilter = False


def set_up_page(sheet: Worksheet, *, is_landscape: bool, footer: str, is_one_page: bool = False) -> None:
    """Print on A4, as wide as the page, with page numbers and a footer, of which Excel allows 255 characters."""
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if is_landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, int(is_one_page)
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.55, bottom=0.65, header=0.3, footer=0.3)
    parts = _HeaderFooterPart(text=footer.replace("&", "&&")[:_LONGEST_FOOTER]), _HeaderFooterPart(text="&P / &N")
    sheet.oddFooter = HeaderFooterItem(left=parts[0], right=parts[1])


def to_bytes(book: Workbook, made: datetime) -> bytes:
    """The workbook as a file; `made` is when, in UTC. The same workbook and moment give the same bytes."""
    book.properties.created = made.replace(tzinfo=None)
    raw = io.BytesIO()
    book.save(raw)
    written = io.BytesIO()
    with zipfile.ZipFile(raw) as parts, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in parts.namelist():
            content = parts.read(name)
            if name == "docProps/core.xml":
                content = _SAVED_AT.sub(rb"\g<1>" + f"{made:%Y-%m-%dT%H:%M:%SZ}".encode(), content)
            if name.startswith("xl/worksheets/"):
                # A height that is not the user's own wish: the row grows when more is written into it.
                content = content.replace(b' customHeight="1"', b"")
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()
