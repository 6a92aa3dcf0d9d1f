"""The workbook of a form: what can be changed in it, what it counts, and that LibreOffice keeps every answer."""

import io
import re
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from clausebook.errors import RejectedRecord
from clausebook.forms.roster_template import COLUMNS, roster_template
from clausebook.forms.spreadsheet import spreadsheet
from clausebook.forms.table import answers_table
from clausebook.load.responses.check import check_response
from clausebook.load.responses.csv import read_csv
from clausebook.load.responses.xlsx import read_xlsx
from clausebook.load.roster import OPTIONAL, REQUIRED, load_roster
from clausebook.model.questionnaire import Questionnaire
from clausebook.model.response import Response
from tests.forms.conftest import MARKUP, TEMPLATES, both, clause, form, random_answers, random_questionnaire, sample

MADE = datetime(2026, 1, 31, 8, 0, tzinfo=UTC)
FORMULA = '=HYPERLINK("http://x.example","x")'
RARE = "䶮𬭎"
SHA256 = "0123456789abcdef" * 4


def opened(questionnaire: Questionnaire) -> Workbook:
    return load_workbook(io.BytesIO(spreadsheet(questionnaire, TEMPLATES, MADE).content))


def with_models() -> Questionnaire:
    """The sample form, in which people choose among two business models; clause 2.1 is for shops only."""
    plain = sample()
    models = [{"id": name, "title": both(name)} for name in ("shop", "stall")]
    identity = plain.standard.identity.model_validate(dict(plain.standard.identity) | {"models": models})
    shops = plain.standard.clauses["2.1"].model_copy(update={"models": ("shop",)})
    clauses = {**plain.standard.clauses, "2.1": shops}
    standard = plain.standard.model_copy(update={"identity": identity, "clauses": clauses})
    return Questionnaire.of(plain.form.model_copy(update={"models": ("shop", "stall")}), plain.scale, standard)


def test_the_same_form_gives_the_same_file() -> None:
    first, second = (spreadsheet(sample(), TEMPLATES, MADE).content for _ in range(2))
    assert first == second


def test_only_cells_to_fill_in_can_be_changed() -> None:
    start, *answers, hidden = opened(sample()).worksheets
    assert [sheet.title for sheet in (start, *answers, hidden)] == [
        "填写说明 Start here",
        "中文",
        "English",
        "clausebook",
    ]
    assert hidden.sheet_state == "hidden"
    assert all(sheet.protection.sheet for sheet in (start, *answers, hidden))
    for sheet in answers:
        free = {cell.column_letter for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
        assert free == set("EFGH")
        assert sheet.freeze_panes == "A5"
        assert sheet.column_dimensions["I"].hidden
    assert [row[1].row for row in start.iter_rows() if not row[1].protection.locked] == [
        row[1].row for row in start.iter_rows() if str(row[2].value).startswith("person.")
    ]


def test_data_are_never_formulas() -> None:
    hostile = clause("3.2", "requirement").model_copy(update={"title": both(FORMULA)})
    asked = sample(hostile)
    title = form(bands=[{"id": "b", "title": both("B"), "minimum": 0}]).model_copy(
        update={"title": both("@SUM(1) & " + MARKUP)}
    )
    book = opened(asked.model_copy(update={"form": title}))
    formulas = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert formulas
    assert not any("HYPERLINK" in str(formula) or "SUM(1)" in str(formula) for formula in formulas)
    assert any(cell.value == f"{FORMULA}（中）" for cell in book["中文"]["B"])


def test_no_text_is_cut_off_where_heights_are_set() -> None:
    sheet = opened(sample(clause("3.2", "requirement").model_copy(update={"title": both("标题" * 60)})))["中文"]
    (row,) = (cell.row for cell in sheet["A"] if cell.value == "3.2 a")
    assert sheet.row_dimensions[row].height > 12 * 14
    with zipfile.ZipFile(io.BytesIO(spreadsheet(sample(), TEMPLATES, MADE).content)) as parts:
        assert b"customHeight" not in parts.read("xl/worksheets/sheet2.xml")


def test_choices_are_the_labels_of_the_language() -> None:
    book = opened(sample())
    for language, title in ((4, "中文"), (5, "English")):
        ranges = [v.formula1 for v in book[title].data_validations.dataValidation if v.type == "list"]
        assert ranges == [f"'clausebook'!${'DE'[language - 4]}$1:${'DE'[language - 4]}$5"]
    labels = [book["clausebook"].cell(row, 5).value for row in range(1, 6)]
    assert labels == [*(f"Level {points} (en)" for points in range(4)), "Not applicable"]


def test_the_roster_template_is_a_roster(tmp_path: Path) -> None:
    sheet = load_workbook(io.BytesIO(roster_template(TEMPLATES, ("zh", "en"), MADE).content)).worksheets[0]
    lines = [[cell.value or "" for cell in row] for row in sheet.iter_rows(max_row=2)]
    assert set(lines[0]) == set(COLUMNS) == {*REQUIRED, *OPTIONAL}
    path = tmp_path / "roster.csv"
    path.write_text("\n".join(",".join(line) for line in lines), encoding="utf-8-sig")
    (holder,) = load_roster(path, "roster.csv").values()
    assert holder.name == "示例姓名"


def filled(questionnaire: Questionnaire, response: Response, rng: Random) -> bytes:
    """The workbook as a person fills it in who gives this response."""
    book = opened(questionnaire)
    fill(book, questionnaire, response, rng)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def fill(book: Workbook, questionnaire: Questionnaire, response: Response, rng: Random) -> None:
    """Enter a response, each answer on the sheet of either language."""
    start, *sheets = book.worksheets[:-1]
    values = {f"person.{part}": value for part, value in response.person}
    values |= {f"reviewer.{part}": value for part, value in response.reviewer or ()}
    values |= {f"model:{model}": "✓" for model in response.models}
    for row in start.iter_rows():
        _put(row[1], values.get(str(row[2].value), ""))
    labels = {answer.points: answer.label for answer in questionnaire.scale.answers}
    places = {cell.value: cell.row for cell in sheets[0]["I"]}
    for ref, reply in response.answers.items():
        language, sheet = rng.choice(list(zip(("zh", "en"), sheets, strict=True)))
        answer = rng.choice((labels[reply.rating][language], reply.rating)) if reply.rating is not None else None
        away = TEMPLATES.words("forms", language)["sheet_not_applicable"]
        evidence = "\n".join(f"{file.name} {file.sha256}" for file in reply.evidence)
        cells = (away if reply.not_applicable else answer, reply.reason, reply.comment, evidence)
        for column, value in zip("EFGH", cells, strict=True):
            _put(sheet[f"{column}{places[ref]}"], value)


def _put(cell: Any, value: Any) -> None:
    if value not in ("", None):
        cell.value = value
        cell.data_type = "s" if isinstance(value, str) else "n"


def random_response(rng: Random, questionnaire: Questionnaire, number: int) -> Response:
    answers = random_answers(rng, questionnaire)
    for reply in answers.values():
        if rng.random() < 0.3:
            reply["comment"] = rng.choice((RARE, FORMULA, "'=1", "two\nlines", MARKUP, "-1", '"quoted", and more'))
        if rng.random() < 0.1:
            reply["evidence"] = [{"name": f"{RARE} 1.jpg", "sha256": SHA256}, {"name": "=2", "sha256": SHA256[::-1]}]
    plain = {
        "format": "clausebook-response/1",
        "form": questionnaire.form.id,
        "form_hash": questionnaire.content_hash,
        "language": "zh",
        "person": {"id": f"{number:04}", "name": f"张{RARE}", "department": "=cmd"},
        "models": rng.sample(questionnaire.form.models, rng.randint(0, len(questionnaire.form.models))),
        "answers": answers,
    } | ({"reviewer": {"id": "R1", "name": RARE}} if questionnaire.form.has_reviewer else {})
    return Response.model_validate(plain)


def compared(response: Response) -> Any:
    return (response.person, response.reviewer, set(response.models), response.answers)


@pytest.mark.parametrize("seed", range(10))
def test_random_answers_come_back_as_they_were(seed: int) -> None:
    rng = Random(seed)
    asked = random_questionnaire(rng) if seed else with_models()
    forms = {asked.form.id: asked}
    response = random_response(rng, asked, seed)
    (by_sheet,) = read_xlsx(filled(asked, response, rng), "x", forms)
    (by_table,) = read_csv(answers_table(asked, [response]), "x", forms)
    for reading in (by_sheet, by_table):
        assert not isinstance(reading.data, RejectedRecord), reading.data
        assert compared(check_response(reading.data, forms)[0]) == compared(response)


def libreoffice(folder: Path, kind: str, files: list[Path]) -> Path:
    """Let LibreOffice open files and save them as another kind, in a profile of its own."""
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is missing; run: make test"
    profile, out = f"-env:UserInstallation={(folder / 'profile').as_uri()}", folder / kind
    command = [soffice, profile, "--headless", "--convert-to", kind, "--outdir", str(out), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=180 + 2 * len(files))
    return out


def test_libreoffice_keeps_every_answer_and_counts_them(tmp_path: Path) -> None:
    rng, asked = Random(1), with_models()
    forms = {asked.form.id: asked}
    responses = [random_response(rng, asked, number) for number in range(6)]
    given = {f"{response.person.id}.xlsx": response for response in responses}
    for name, response in given.items():
        (tmp_path / name).write_bytes(filled(asked, response, rng))
    saved = libreoffice(tmp_path, "xlsx", [tmp_path / name for name in given])
    for name, response in given.items():
        content = (saved / name).read_bytes()
        (reading,) = read_xlsx(content, name, forms)
        assert not isinstance(reading.data, RejectedRecord), reading.data
        assert compared(check_response(reading.data, forms)[0]) == compared(response)
        assert counts(content) == expected_counts(asked, response)


def counts(content: bytes) -> list[int]:
    """What the formulas of the first sheet came to: answered, unanswered."""
    start = load_workbook(io.BytesIO(content), data_only=True).worksheets[0]
    return [row[1].value for row in start.iter_rows() if re.match("已答|未答", str(row[0].value))]


def expected_counts(asked: Questionnaire, response: Response) -> list[int]:
    refs = asked.asked(response.models).provisions
    answered = sum(ref in response.answers and response.answers[ref].is_answered for ref in refs)
    return [answered, len(refs) - answered]
