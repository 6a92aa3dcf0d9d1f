"""The list of doubts: what people write into it is read by what a line is about, however it was sorted."""

import io
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import openpyxl
import pytest

from clausebook.errors import RejectedRecord
from clausebook.exams.review_list import ToDecide, review_list
from clausebook.load.cards.decisions import read_decisions
from clausebook.model.card_reading import CANDIDATE, Doubt
from tests.load.cards.sample import MADE, TEMPLATES

PICTURE = bytes(cv2.imencode(".png", np.full((40, 300), 200, np.uint8))[1])
WAITING = [
    ToDecide("aa-1", "scan.pdf:1", "A", "=S0001", Doubt(question=3, seen="AB", reason="several", picture=PICTURE)),
    ToDecide("aa-2", "scan.pdf:2", "A", "", Doubt(question=CANDIDATE, seen="", reason="no_number")),
]
DECISION = 9


def a_list(language: str = "en") -> bytes:
    return review_list(WAITING, "sample", TEMPLATES.words("exams", language), made=MADE)


def filled(change: Callable[[Any], None]) -> bytes:
    """The list after somebody has worked on its sheet."""
    book = openpyxl.load_workbook(io.BytesIO(a_list()))
    change(book.worksheets[0])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def decide(sheet: Any, **cells: str) -> None:
    for row in sheet.iter_rows():
        if row[4].value in cells:
            row[DECISION - 1].value = cells[row[4].value]


def swap(sheet: Any) -> None:
    """Decide, and sort the lines the other way round."""
    decide(sheet, **{"3": " B ", "candidate": "S0002"})
    first, second = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=6, max_row=7))
    for row, values in ((6, second), (7, first)):
        for column, value in enumerate(values, 1):
            sheet.cell(row, column).value = value


def test_the_same_doubts_make_the_same_list() -> None:
    assert a_list("zh") == a_list("zh") != a_list("en")


def test_a_list_that_nobody_has_filled_in_decides_nothing() -> None:
    assert read_decisions(a_list(), "sample") == {}


def test_decisions_belong_to_their_lines() -> None:
    assert read_decisions(filled(swap), "sample") == {("aa-1", 3): "B", ("aa-2", CANDIDATE): "S0002"}


@pytest.mark.parametrize(
    ("change", "exam", "reason"),
    [
        (lambda _: None, "other", "other_exam"),
        (lambda sheet: sheet.delete_cols(1), "sample", "unknown_format"),
        (lambda sheet: decide(sheet, **{"3": "=1+1"}), "sample", "formula_cell"),
        (lambda sheet: decide(sheet, **{"3": "B" * 81}), "sample", "bad_value"),
    ],
)
def test_what_cannot_be_trusted_is_rejected(change: Callable[[Any], None], exam: str, reason: str) -> None:
    with pytest.raises(RejectedRecord, match=f"^{reason}"):
        read_decisions(filled(change), exam)


def test_another_workbook_is_no_list() -> None:
    content = io.BytesIO()
    openpyxl.Workbook().save(content)
    with pytest.raises(RejectedRecord, match="unknown_format"):
        read_decisions(content.getvalue(), "sample")
