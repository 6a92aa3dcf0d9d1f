"""Spreadsheets of ours: text stays text, files stay the same, nothing is cut off."""

import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from clausebook.render.workbook import Look, new_book, put, put_formula, set_height, set_up_page, set_widths, to_bytes

MADE = datetime(2026, 1, 31, 8, 0, tzinfo=UTC)
PLAIN = Look("Calibri")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "'=1", "a\x00b\x1f"])
def test_text_is_never_a_formula(text: str) -> None:
    book = new_book()
    sheet = book.create_sheet("a")
    put(sheet, 1, 1, text, PLAIN)
    put_formula(sheet, 1, 2, "=1+1", PLAIN)
    first, second = load_workbook(io.BytesIO(to_bytes(book, MADE))).worksheets[0][1]
    assert (first.data_type, first.value) == ("s", text.replace("\x00", "").replace("\x1f", ""))
    assert (first.number_format, second.data_type) == ("@", "f")


def test_looks_do_not_leak_from_cell_to_cell() -> None:
    sheet = new_book().create_sheet("a")
    bold, plain, again = (
        put(sheet, 1, column, "x", look)
        for column, look in enumerate((Look("Calibri", is_bold=True, is_input=True), PLAIN, PLAIN), start=1)
    )
    assert (bold.font.bold, plain.font.bold, again.font.bold) == (True, False, False)
    assert (bold.protection.locked, again.protection.locked) == (False, True)


def test_the_same_workbook_gives_the_same_bytes() -> None:
    def made() -> bytes:
        book = new_book()
        put(book.create_sheet("a"), 1, 1, "x", PLAIN)
        return to_bytes(book, MADE)

    assert made() == made()
    assert load_workbook(io.BytesIO(made())).properties.modified == MADE.replace(tzinfo=None)


def test_rows_are_as_high_as_their_text() -> None:
    sheet = new_book().create_sheet("a")
    set_widths(sheet, {"A": 20, "B": 20})
    for row, text in enumerate(("", "short", "长" * 60, "a\nb\nc"), start=1):
        put(sheet, row, 2, text, PLAIN)
        set_height(sheet, row)
    none, short, long, lines = (sheet.row_dimensions[row].height for row in range(1, 5))
    assert none == short < lines < long


def test_a_footer_is_text_and_not_too_long() -> None:
    sheet = new_book().create_sheet("a")
    set_up_page(sheet, is_landscape=True, footer="R&D " + "x" * 500)
    assert str(sheet.oddFooter.left.text).startswith("R&&D x")
    assert len(str(sheet.oddFooter.left.text)) < 255
