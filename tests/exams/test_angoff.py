"""Worksheets for judges: written, filled in as people do, and read again without trust."""

from collections.abc import Mapping
from datetime import UTC, datetime
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from clausebook.errors import InputError
from clausebook.exams.angoff import Panel, panel_workbook, questions, worksheet
from clausebook.load.angoff import read_judgements
from clausebook.model.angoff import RATING_COLUMN, Judgement
from clausebook.model.item import Measured
from clausebook.model.paper import Papers
from clausebook.project import packaged_templates
from clausebook.render.jinja import Templates
from clausebook.scoring.angoff import agreement, cut
from tests.scoring.exam_sample import choice, judged, open_question, paper

MADE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HOSTILE = "=1+1"
TEMPLATES = Templates(packaged_templates())
MEASURED = Measured(difficulty="0.7", candidates=40)
SHARED = choice("shared").model_copy(update={"measured": MEASURED})
PAPERS = Papers(papers=(paper("A", [SHARED, judged("left")]), paper("B", [SHARED, open_question("right")])))
FIRST = 5
"""The row of the first question."""


def written(judge: str = "", language: str = "en", panel: Panel | None = None) -> bytes:
    return worksheet(PAPERS, language, TEMPLATES.words("exams", language), made=MADE, judge=judge, panel=panel)


def filled(folder: Path, ratings: Mapping[int, Any], *, judge: str | None = "Ann", name: str = "", **more: Any) -> Path:
    """A worksheet with estimates by question, from 0, saved by a spreadsheet."""
    book = openpyxl.load_workbook(BytesIO(written(**more)))
    sheet = book.worksheets[0]
    if judge is not None:
        sheet.cell(3, 3).value = judge
    for place, rating in ratings.items():
        sheet.cell(FIRST + place, RATING_COLUMN).value = rating
    path = folder / f"{name or judge}.xlsx"
    book.save(path)
    return path


def panel() -> Panel:
    judgements = [
        Judgement(judge, 1, "en", dict.fromkeys(("shared", "left", "right"), Fraction(share, 100)))
        for judge, share in (("Ann", 40), (HOSTILE, 90))
    ]
    items = [question.asked.item.id for question in questions(PAPERS)]
    return Panel(
        [cut(own, judgements) for own in PAPERS.papers],
        judgements,
        {item: agreement(item, judgements) for item in items},
    )


def told(paths: list[Path]) -> str:
    with pytest.raises(InputError) as caught:
        read_judgements(paths, "exam", PAPERS)
    return str(caught.value)


def test_each_item_is_asked_once() -> None:
    assert [(own.number, own.asked.item.id) for own in questions(PAPERS)] == [
        ("A1 B1", "shared"),
        ("A2", "left"),
        ("B2", "right"),
    ]


def test_estimates_come_back_however_people_write_them(tmp_path: Path) -> None:
    path = filled(tmp_path, {0: "６５％", 1: 70.5, 2: 0}, judge="  王芳 ", language="zh")
    (judgement,) = read_judgements([path], "exam", PAPERS)
    assert (judgement.judge, judgement.round, judgement.language) == ("王芳", 1, "zh")
    assert judgement.ratings == {"shared": Fraction("0.65"), "left": Fraction("0.705"), "right": 0}


def test_a_cell_shown_as_percent_holds_a_share(tmp_path: Path) -> None:
    path = filled(tmp_path, {0: 0.65, 1: 70, 2: 0})
    book = openpyxl.load_workbook(path)
    book.worksheets[0].cell(FIRST, RATING_COLUMN).number_format = "0%"
    book.save(path)
    assert read_judgements([path], "exam", PAPERS)[0].ratings["shared"] == Fraction("0.65")


def test_sorted_rows_keep_their_meaning(tmp_path: Path) -> None:
    path = filled(tmp_path, {0: 10, 1: 20, 2: 30})
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    rows = [[cell.value for cell in sheet[FIRST + place]] for place in range(3)]
    for place, row in enumerate(reversed(rows)):
        for column, value in enumerate(row, 1):
            sheet.cell(FIRST + place, column).value = value
    book.save(path)
    ratings = read_judgements([path], "exam", PAPERS)[0].ratings
    assert ratings == {"shared": Fraction("0.1"), "left": Fraction("0.2"), "right": Fraction("0.3")}


def test_all_faults_of_a_worksheet_are_told_at_once(tmp_path: Path) -> None:
    found = told([filled(tmp_path, {0: 0.5, 1: "often"}, judge=None, name="x")])
    assert "does not say who the judge is" in found
    assert "x.xlsx: F5: '0.5' is no estimate" in found
    assert "x.xlsx: F6: 'often' is no estimate" in found
    assert "1 questions have no estimate: B2" in found


@pytest.mark.parametrize("rating", [101, -1, "1e3", "nan", "9" * 400, "=1+1"])
def test_an_estimate_outside_is_refused(rating: Any, tmp_path: Path) -> None:
    found = told([filled(tmp_path, {0: rating, 1: 50, 2: 50})])
    assert "is no estimate" in found or "holds a formula" in found


def test_foreign_files_are_refused(tmp_path: Path) -> None:
    text, empty = tmp_path / "text.xlsx", tmp_path / "empty.xlsx"
    text.write_bytes(b"no workbook")
    openpyxl.Workbook().save(empty)
    good = filled(tmp_path, {0: 1, 1: 2, 2: 3})
    found = told([text, empty, tmp_path / "missing.xlsx", good])
    assert "damaged" in found
    assert "empty.xlsx: this is no worksheet of exam angoff" in found
    assert "missing.xlsx: No such file" in found
    with pytest.raises(InputError, match="about the exam 'exam'"):
        read_judgements([good], "other", PAPERS)


def test_one_judge_counts_once(tmp_path: Path) -> None:
    paths = [filled(tmp_path, {0: 1, 1: 2, 2: 3}, name=name) for name in ("one", "two")]
    assert "2 worksheets are by 'Ann'" in told(paths)


def test_the_last_round_counts(tmp_path: Path) -> None:
    first = filled(tmp_path, {0: 1, 1: 2, 2: 3}, name="first")
    second = filled(tmp_path, {0: 50, 1: 50, 2: 50}, name="second", panel=panel())
    (judgement,) = read_judgements([first, second], "exam", PAPERS)
    assert (judgement.round, judgement.ratings["left"]) == (2, Fraction("0.5"))


def test_the_second_round_shows_what_was_said(tmp_path: Path) -> None:
    sheet = openpyxl.load_workbook(BytesIO(written("Ann", panel=panel()))).worksheets[0]
    heads = [cell.value for cell in sheet[4]][6:]
    assert heads == ["Your first estimate, %", "Mean of the judges, %", "Lowest, %", "Highest, %", "In exams so far, %"]
    assert [cell.value for cell in sheet[FIRST]][5:] == [None, "40", "65", "40", "90", "70"]
    assert sheet.cell(3, 3).value == "Ann"


def test_panel_workbook_shows_the_cut_and_keeps_texts(tmp_path: Path) -> None:
    words = TEMPLATES.words("exams", "en")
    content = panel_workbook(panel(), PAPERS, "en", words, made=MADE, round_=1)
    assert content == panel_workbook(panel(), PAPERS, "en", words, made=MADE, round_=1)
    book = openpyxl.load_workbook(BytesIO(content))
    figures = {line[0]: line[1:] for line in book["Pass mark"].iter_rows(values_only=True)}
    assert figures["Pass mark"] == (pytest.approx(1.3), pytest.approx(1.3))
    assert figures["Judges"] == (2, 2)
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert HOSTILE in {cell.value for cell in cells}
