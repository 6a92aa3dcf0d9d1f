"""Worksheets for markers: what is written is read back, and what does not stand where it belongs is told."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from clausebook.errors import RejectedRecord
from clausebook.exams.worksheet import ToMark, worksheet
from clausebook.model.exam_response import ExamResponse
from clausebook.model.item import OpenQuestion
from clausebook.model.response import Person
from tests.exams.sample_papers import words
from tests.load.exam_responses.sittings import ONE, TWO, A, B, read

MADE = datetime(2026, 11, 23, tzinfo=UTC)
PEOPLE = (("K1", "=1+1", "I would ask.\nThen write."), ("K2", "王小明", ""))
FIRST = 7
"""The row of the first candidate of a short answer."""


def waiting() -> list[ToMark]:
    return [
        ToMark(made, asked, Person(id=identity, name=name), written)
        for made in (A, B)
        for asked in made.questions
        if isinstance(asked.item, OpenQuestion)
        for identity, name, written in PEOPLE
    ]


def book() -> Workbook:
    return load_workbook(BytesIO(worksheet(waiting(), "zh", words("zh"), made=MADE)))


def saved(filled: Workbook) -> bytes:
    raw = BytesIO()
    filled.save(raw)
    return raw.getvalue()


def sheet_of(filled: Workbook, number: int) -> Worksheet:
    """The sheet of paper A about this question."""
    return next(sheet for sheet in filled.worksheets if str(sheet["A1"].value).endswith(f"{A.code}:{number}"))


def give(sheet: Worksheet, row: int, *points: object) -> None:
    for column, point in enumerate(points, 5):
        sheet.cell(row, column).value = point  # type: ignore[assignment]


def test_a_question_a_sheet_with_what_a_marker_has_to_know() -> None:
    filled = book()
    assert [sheet.sheet_state for sheet in filled.worksheets] == ["visible"] * 4 + ["hidden"]
    sheet = sheet_of(filled, 8)
    texts = [str(cell.value) for row in sheet for cell in row if cell.value is not None]
    assert any("Model." in text for text in texts)
    assert sheet.freeze_panes == "C3"
    assert sheet.cell(2, 5).value is not None
    assert [sheet.cell(FIRST, column).data_type for column in (2, 3, 4)] == ["s", "s", "s"]
    assert sheet.row_dimensions[1].hidden
    assert sheet.column_dimensions["A"].hidden
    assert worksheet(waiting(), "zh", words("zh"), made=MADE) == worksheet(waiting(), "zh", words("zh"), made=MADE)


def test_points_are_read_back_as_the_paper_counts_them() -> None:
    """The criteria give 2 and 3 points, the paper 2 for all."""
    filled = book()
    give(sheet_of(filled, 8), FIRST, 2, "3")
    give(sheet_of(filled, 8), FIRST + 1, 0.5, 0)
    give(sheet_of(filled, 9), FIRST + 1, 0, 0)
    found = [one for one in read(saved(filled), TWO) if isinstance(one, ExamResponse)]
    assert [(one.person.id, one.code, one.answers) for one in found] == [
        ("K1", A.code, {8: "2"}),
        ("K2", A.code, {8: "1/5"}),
        ("K1", A.code, {9: "0"}),
    ]


@pytest.mark.parametrize(
    ("points", "reason"),
    [
        ((2,), "incomplete_marking"),
        ((2, 3.5), "points_above_maximum"),
        ((2, "three"), "bad_marks"),
        ((2, -1), "bad_marks"),
        ((2, "=3"), "formula_cell"),
    ],
)
def test_points_that_cannot_be(points: tuple[object, ...], reason: str) -> None:
    filled = book()
    give(sheet_of(filled, 8), FIRST, *points)
    give(sheet_of(filled, 8), FIRST + 1, 1, 1)
    first, second = read(saved(filled), TWO)
    assert isinstance(first, tuple)
    assert first[0].endswith(f":{FIRST}")
    assert first[1] == reason
    assert isinstance(second, ExamResponse)


def _sort_ids_only(sheet: Worksheet) -> None:
    sheet.cell(FIRST, 2).value, sheet.cell(FIRST + 1, 2).value = "K2", "K1"


def _remove_column(sheet: Worksheet) -> None:
    sheet.delete_cols(6)


def _other_paper(sheet: Worksheet) -> None:
    sheet["A1"].value = "clausebook:marks:00000000:8"


def _closed_question(sheet: Worksheet) -> None:
    sheet["A1"].value = f"clausebook:marks:{A.code}:1"


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (_sort_ids_only, "moved_rows"),
        (_remove_column, "unknown_format"),
        (_other_paper, "unknown_paper"),
        (_closed_question, "unknown_question"),
    ],
)
def test_a_sheet_that_was_changed(harm: Callable[[Worksheet], None], reason: str) -> None:
    filled = book()
    give(sheet_of(filled, 8), FIRST, 1, 1)
    harm(sheet_of(filled, 8))
    try:
        reasons = {one[1] for one in read(saved(filled), TWO) if isinstance(one, tuple)}
    except RejectedRecord as rejection:
        reasons = {rejection.reason}
    assert reasons == {reason}


def test_a_worksheet_of_another_exam() -> None:
    filled = book()
    filled["clausebook"]["B2"].value = "another"
    with pytest.raises(RejectedRecord, match="another exam"):
        read(saved(filled), ONE)
