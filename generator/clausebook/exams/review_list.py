"""The list of what only a person can read on answer cards: each place with its picture, and a cell to decide in."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from openpyxl.drawing.image import Image
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from clausebook.model.card_reading import (
    CANDIDATE,
    DECISION,
    KEY,
    META_SHEET,
    OWN,
    REVIEW_FORMAT,
    Doubt,
    review_key,
)
from clausebook.render.jinja import Words
from clausebook.render.workbook import (
    ACCENT,
    INPUT,
    Look,
    merge,
    new_book,
    protect,
    put,
    set_height,
    set_up_page,
    set_widths,
    to_bytes,
)

_WIDTHS = {"A": 10, "B": 12, "C": 20, "D": 9, "E": 9, "F": 52, "G": 14, "H": 34, "I": 16}
_PICTURE, _TOTAL = 6, 9
_SCALE = 0.75
_POINTS_A_PIXEL = 0.75
_WIDEST = 360


@dataclass(frozen=True)
class ToDecide:
    """A doubt, the card and the page of the scan it is on, whose card it is, and the paper. `name` may be empty."""

    card: str
    origin: str
    paper: str
    person: str
    doubt: Doubt


def review_list(waiting: Iterable[ToDecide], exam: str, words: Words, *, made: datetime) -> bytes:
    """The list as XLSX; the same doubts and moment give the same bytes."""
    book = new_book()
    sheet = book.create_sheet(words["card_review_sheet"][:31])
    set_widths(sheet, _WIDTHS)
    heads = _keys_and_heads(words)
    for column, (key, _) in enumerate(heads, 1):
        put(sheet, 1, column, key, Look(words["card_font"]))
    first = _above(sheet, words)
    _heads(sheet, first, [head for _, head in heads], words)
    for row, one in enumerate(waiting, first + 1):
        _line(sheet, row, one, words)
    sheet.column_dimensions["A"].hidden = True
    sheet.row_dimensions[1].hidden = True
    sheet.freeze_panes = f"A{first + 1}"
    sheet.print_title_rows = f"{first}:{first}"
    protect(sheet)
    set_up_page(sheet, is_landscape=True, footer=exam)
    meta = book.create_sheet(META_SHEET)
    meta.sheet_state = "hidden"
    for row, pair in enumerate((("format", REVIEW_FORMAT), ("exam", exam)), 1):
        for column, text in enumerate(pair, 1):
            put(meta, row, column, text, Look(words["card_font"]))
    return to_bytes(book, made)


def _keys_and_heads(words: Words) -> Sequence[tuple[str, str]]:
    """The key and the heading of each column."""
    shown = ("person", "origin", "paper", "question", "picture", "seen", "reason")
    columns = [(name, words[f"card_review_{name}"]) for name in shown]
    return [(KEY, OWN), *columns, (DECISION, words["card_review_decision"])]


def _above(sheet: Worksheet, words: Words) -> int:
    """What to do, across the sheet from the second row on; the row below."""
    lines = [words["card_review_title"], words["card_review_how"], words["card_review_then"]]
    for row, text in enumerate(lines, 2):
        put(sheet, row, 1, OWN, Look(words["card_font"]))
        put(sheet, row, 2, text, Look(words["card_font"], is_bold=row == 2, vertical="top"))
        merge(sheet, row, 2, _TOTAL)
    return len(lines) + 2


def _heads(sheet: Worksheet, row: int, heads: Sequence[str], words: Words) -> None:
    look = Look(words["card_font"], is_bold=True, colour="FFFFFF", fill=ACCENT, is_boxed=True)
    for column, head in enumerate(heads, 1):
        put(sheet, row, column, head, look)
    set_height(sheet, row)


def _line(sheet: Worksheet, row: int, one: ToDecide, words: Words) -> None:
    look = Look(words["card_font"], is_boxed=True)
    for column, text in enumerate(_texts(one, words), 1):
        put(sheet, row, column, text, look)
    put(sheet, row, _TOTAL, "", replace(look, fill=INPUT, is_input=True, is_bold=True, horizontal="center", size=12))
    set_height(sheet, row)
    if one.doubt.picture:
        height = _add_picture(sheet, row, one.doubt.picture)
        sheet.row_dimensions[row].height = max(sheet.row_dimensions[row].height or 0, height)


def _texts(one: ToDecide, words: Words) -> Iterator[str]:
    doubt = one.doubt
    yield review_key(one.card, doubt.question)
    yield one.person
    yield one.origin
    yield one.paper
    yield words["card_review_candidate"] if doubt.question == CANDIDATE else str(doubt.question)
    yield ""
    yield doubt.seen
    yield words[f"card_reason_{doubt.reason}"]


def _add_picture(sheet: Worksheet, row: int, content: bytes) -> float:
    """The picture in its cell; how high the row has to be, in points."""
    image: Any = Image(io.BytesIO(content))
    scale = min(_SCALE, _WIDEST / image.width)
    image.width, image.height = image.width * scale, image.height * scale
    sheet.add_image(image, f"{get_column_letter(_PICTURE)}{row}")
    return float(image.height) * _POINTS_A_PIXEL + 4
