"""The spreadsheet about a team: the page's figures as numbers, texts that stay texts, and files others can open."""

import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl

from clausebook.model.result import shown
from clausebook.render.jinja import Templates
from clausebook.reports.figures import figures
from clausebook.reports.tally import Team
from clausebook.reports.workbook import team_workbook
from tests.reports.conftest import MADE, people, questionnaire
from tests.reports.test_figures import team

HOSTILE = "=cmd|' /C calc'!A0"


def full() -> Team:
    asked = questionnaire()
    names = ["Sales"] * 8 + [HOSTILE] * 6
    return team(asked, people(asked, names), earlier=people(asked, names, 2), reviews=people(asked, names, 3))


def opened(found: Team, templates: Templates, language: str = "en") -> Any:
    return openpyxl.load_workbook(BytesIO(team_workbook(found, templates, language, made=MADE)))


def rows(sheet: Any) -> dict[str, list[Any]]:
    """The values of each line behind its first cell."""
    return {line[0]: list(line[1:]) for line in sheet.iter_rows(values_only=True) if line[0]}


def test_sheets_and_figures(templates: Templates) -> None:
    found = full()
    book = opened(found, templates)
    assert book.sheetnames == [
        *("Overview", "Departments", "Distribution", "Gaps", "Change", "Self and reviewer", "Notes"),
    ]
    everyone = figures(found).everyone
    line = rows(book["Departments"])["Everyone"]
    assert line[0] == 14
    assert [f"{value:.1f}" for value in line[1:5]] == [shown(cell.value) for cell in everyone.cells]
    assert rows(book["Overview"])["Participants"] == [14]
    assert sum(row[0] for name, row in rows(book["Distribution"]).items() if "–" in name) == 14


def test_no_cell_is_a_formula(templates: Templates) -> None:
    book = opened(full(), templates)
    cells = [cell for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None]
    assert HOSTILE in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} == {"s", "n"}


def test_numbers_have_formats_heads_are_frozen_and_cells_are_tinted(templates: Templates) -> None:
    book = opened(full(), templates)
    assert all(sheet.freeze_panes for sheet in book)
    sheet = book["Departments"]
    assert [sheet.cell(2, column).number_format for column in (2, 3, 7)] == ["0", "0.0", "+0.0;-0.0;0.0"]
    assert sheet.cell(2, 3).fill.fgColor.rgb[2:] in {"F4A582", "F8C3A8", "FBE0D2", "F1F3F5", "D9E8F5", "B3D2EC"}


def test_small_team_has_no_figures(templates: Templates) -> None:
    asked = questionnaire()
    book = opened(team(asked, people(asked, ["Sales"] * 3)), templates)
    assert book.sheetnames == ["Overview", "Notes"]
    numbers = [cell.value for sheet in book for line in sheet.iter_rows() for cell in line if cell.data_type == "n"]
    assert [number for number in numbers if number is not None] == [3]


def test_withheld_figures_are_words(templates: Templates) -> None:
    asked = questionnaire()
    found = team(asked, people(asked, ["Sales"] * 8 + ["Data"] * 7 + ["Law"]))
    lines = rows(opened(found, templates)["Departments"])
    assert lines.keys() == {"Department", "Everyone", "Sales", "Departments not listed, together"}


def test_same_team_is_the_same_file(templates: Templates) -> None:
    assert len({team_workbook(full(), templates, "zh", made=MADE) for _ in range(2)}) == 1


def test_libreoffice_reads_it(templates: Templates, tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    path.write_bytes(team_workbook(full(), templates, "zh", made=MADE))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2",
    ]
    subprocess.run([*command, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True, timeout=120)
    written = next(tmp_path.glob("*.csv")).read_text(encoding="utf-8-sig").splitlines()
    assert written[0].startswith("部门,人数,总分")
    assert written[1].startswith("全体,14,")
    assert any(line.startswith(HOSTILE) for line in written)
