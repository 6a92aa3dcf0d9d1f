"""Workbooks that others saved, opened without trust, and what stands in their cells."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from clausebook.errors import RejectedRecord
from clausebook.load.responses.parcel import check_parcel

_FORMULA, _ERROR = "f", "e"

Cells = tuple[Any, ...]


def opened(content: bytes) -> Workbook:
    """A workbook whose rows are read as they are asked for.

    Raises RejectedRecord with a reason of `check_parcel`, or damaged_workbook.
    """
    check_parcel(content)
    with _told_as_damage():
        return load_workbook(io.BytesIO(content), read_only=True, keep_links=False)


def rows_of(sheet: Any, most_columns: int) -> Iterator[tuple[int, Cells]]:
    """The rows that hold anything within the first columns, with their numbers. Raises RejectedRecord."""
    rows = enumerate(sheet.iter_rows(max_col=most_columns), start=1)
    while True:
        with _told_as_damage():
            number, row = next(rows, (0, ()))
        if not number:
            return
        if any(cell.value is not None for cell in row):
            yield number, row


def entered(cell: Any, where: str) -> str:
    """What somebody has entered, as text. Raises RejectedRecord for a formula and for an error of the spreadsheet."""
    if cell.value is not None and cell.data_type == _FORMULA:
        raise RejectedRecord("formula_cell", f"{where}: a formula stands where an answer belongs")
    if cell.value is not None and cell.data_type == _ERROR:
        raise RejectedRecord("bad_value", f"{where}: an error of the spreadsheet stands where an answer belongs")
    return shown(cell).strip()


def shown(cell: Any) -> str:
    """The value of a cell as text; a number that is whole without its decimals, because spreadsheets have no others."""
    value = cell.value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return "" if value is None else str(value).replace("\r\n", "\n")


def saved_at(book: Workbook) -> str:
    """When a workbook was saved last, by what the spreadsheet noted in it: ISO 8601 in UTC, or ""."""
    saved = book.properties.modified
    if not isinstance(saved, datetime):
        return ""
    return f"{saved.astimezone(UTC) if saved.tzinfo else saved:%Y-%m-%dT%H:%M:%SZ}"


@contextmanager
def _told_as_damage() -> Iterator[None]:
    """Over a part that is broken, openpyxl stumbles with whatever error comes of it; its warnings help nobody."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Exception:
        detail = "the workbook is damaged; open it, save it again as .xlsx and send that"
        raise RejectedRecord("damaged_workbook", detail) from None
