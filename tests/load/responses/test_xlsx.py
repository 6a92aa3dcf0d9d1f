"""Workbooks as people fill them in, sort, copy and break them, and as nobody should make them."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from clausebook.errors import HeldRecord, RejectedRecord
from clausebook.forms.spreadsheet import spreadsheet
from clausebook.load.responses.check import check_response
from clausebook.load.responses.xlsx import read_xlsx
from clausebook.model.questionnaire import Questionnaire
from clausebook.render import clock
from tests.forms.conftest import TEMPLATES
from tests.load.responses.conftest import RARE, SHA256, data

Bakers = Mapping[str, Questionnaire]
Change = Callable[[Workbook], object]

EN, DE, META = "English", "Deutsch", "clausebook"
ROWS = {"flour.a": 6, "flour.b": 7, "water.a": 8, "heat.a": 10, "cooling.a": 11, "cooling.b": 12}
"""Row 5 and row 9 are the headings of the two stages."""


@pytest.fixture(scope="session")
def empty(bakers: Bakers) -> bytes:
    return spreadsheet(bakers["baker"], TEMPLATES, clock.now()).content


def changed(content: bytes, *changes: Change) -> bytes:
    """A workbook after changes by somebody whose spreadsheet keeps everything else."""
    book = load_workbook(io.BytesIO(content))
    for change in changes:
        change(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def fill(book: Workbook, sheet: str = EN) -> None:
    start, answers = book.worksheets[0], book[sheet]
    for key, value in {"person.id": "007", "person.name": "张䶮", "person.department": RARE}.items():
        start.cell(row_of(start, key), 2).value = value
    put(answers, "flour.a", "Yes", comment=RARE, evidence=f"a b.jpg {SHA256}\nin the office")
    put(answers, "flour.b", "Not applicable", reason="no scales")
    put(answers, "water.a", 1)
    put(answers, "heat.a", 0.0)
    put(answers, "cooling.a", "nein")
    put(answers, "cooling.b", None, comment="later")


def put(sheet: Worksheet, ref: str, answer: Any, reason: str = "", comment: str = "", evidence: str = "") -> None:
    for column, value in zip("EFGH", (answer, reason, comment, evidence), strict=True):
        cell = sheet[f"{column}{ROWS[ref]}"]
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"


def row_of(sheet: Worksheet, key: str) -> int:
    return next(row[0].row for row in sheet.iter_rows() if any(cell.value == key for cell in row))


EXPECTED = {
    "flour.a": {
        "rating": 1,
        "comment": f"{RARE}\nin the office",
        "evidence": [{"name": "a b.jpg", "sha256": SHA256}],
    },
    "flour.b": {"not_applicable": True, "reason": "no scales"},
    "water.a": {"rating": 1},
    "heat.a": {"rating": 0},
    "cooling.a": {"rating": 0},
    "cooling.b": {"comment": "later"},
}


def read(content: bytes, bakers: Bakers) -> Mapping[str, Any]:
    (reading,) = read_xlsx(content, "E1.xlsx", bakers)
    assert reading.origin == "E1.xlsx"
    return data(reading)


def test_a_filled_in_form(empty: bytes, bakers: Bakers) -> None:
    found = read(changed(empty, fill), bakers)
    assert found["answers"] == EXPECTED
    assert found["person"] == {"id": "007", "name": "张䶮", "department": RARE}
    assert found["language"] == "en"
    assert found["saved"].endswith("Z")
    check_response(found, bakers)


def test_a_form_that_nobody_filled_in(empty: bytes, bakers: Bakers) -> None:
    with pytest.raises(RejectedRecord, match="bad_value"):
        check_response(read(empty, bakers), bakers)


def rename(book: Workbook) -> None:
    book[EN].title = "Sheet (2)"
    book.move_sheet(META, -3)


def move_rows(book: Workbook) -> None:
    """Sort the rows the other way round, hidden columns and all."""
    sheet = book[EN]
    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    for row, line in zip(sheet.iter_rows(min_row=5), reversed(values), strict=True):
        for cell, value in zip(row, line, strict=True):
            if cell.column != 10:
                cell.value = value
                cell.data_type = "s" if isinstance(value, str) else cell.data_type


def move_columns(book: Workbook) -> None:
    book[EN].insert_cols(5, 3)


def copy_sheet(book: Workbook) -> None:
    book.copy_worksheet(book[EN])


def share_between_languages(book: Workbook) -> None:
    english, german = book[EN], book[DE]
    for column in "EFGH":
        german[f"{column}{ROWS['flour.a']}"].value = english[f"{column}{ROWS['flour.a']}"].value
        english[f"{column}{ROWS['flour.a']}"].value = None


def far_row(book: Workbook) -> None:
    book[EN].row_dimensions[1_048_576].height = 12


@pytest.mark.parametrize("change", [rename, move_rows, move_columns, copy_sheet, share_between_languages, far_row])
def test_what_people_do_to_sheets(change: Change, empty: bytes, bakers: Bakers) -> None:
    assert read(changed(empty, fill, change), bakers)["answers"] == EXPECTED


def test_business_models_and_reviewers(two_kinds: tuple[bytes, Bakers]) -> None:
    content, forms = two_kinds

    def choose(book: Workbook) -> None:
        start = book.worksheets[0]
        for key, value in {"person.id": 7.0, "reviewer.id": "R1", "model:shop": "✓"}.items():
            start.cell(row_of(start, key), 2).value = value

    found = read(changed(content, choose), forms)
    assert (found["person"]["id"], found["reviewer"]["id"], found["models"]) == ("7", "R1", ["shop"])
    check_response(found, forms)


@pytest.fixture
def two_kinds(bakers: Bakers) -> tuple[bytes, Bakers]:
    """A reviewer's form with business models to choose from."""
    baker = bakers["baker"]
    models = [{"id": name, "title": {"en": name, "de": name}} for name in ("shop", "stall")]
    identity = baker.standard.identity.model_validate(dict(baker.standard.identity) | {"models": models})
    form = baker.form.model_copy(update={"kind": "review", "models": ("shop", "stall")})
    asked = Questionnaire.of(form, baker.scale, baker.standard.model_copy(update={"identity": identity}))
    return spreadsheet(asked, TEMPLATES, clock.now()).content, {"baker": asked}


def cell(place: str, value: Any, sheet: str = EN) -> Change:
    return lambda book: book[sheet].__setitem__(place, value)


def answer_elsewhere(book: Workbook) -> None:
    for column in "EFGHI":
        book[EN][f"{column}15"].value = book[EN][f"{column}6"].value


def sort_without_the_hidden_column(book: Workbook) -> None:
    sheet = book[EN]
    for column in "ABCDEFGH":
        first, second = sheet[f"{column}6"], sheet[f"{column}8"]
        first.value, second.value = second.value, first.value


def other_copy(book: Workbook) -> None:
    book.copy_worksheet(book[EN])["E6"].value = "No"


REJECTED: dict[str, tuple[Change, str]] = {
    "a formula as an answer": (cell("E6", "=1"), "formula_cell: flour.a"),
    "a formula as a comment": (cell("G6", '=HYPERLINK("http://x.example")'), "formula_cell"),
    "an error": (cell("E6", "#REF!"), "bad_value"),
    "half a point": (cell("E6", 0.5), "off_scale: flour.a"),
    "true": (cell("E6", True), "off_scale"),
    "off the scale": (cell("E6", 2), "off_scale"),
    "another word": (cell("E6", "Perhaps"), "off_scale"),
    "answers beside no provision": (answer_elsewhere, "moved_rows"),
    "answers beside another provision": (cell("I6", "flour.z"), "moved_rows"),
    "sorted without the hidden column": (sort_without_the_hidden_column, "moved_rows"),
    "a copy with another answer": (other_copy, "sheets_differ"),
    "another answer in the other language": (cell("E6", "Nein", DE), "sheets_differ"),
    "another version": (cell("B3", "0" * 16, META), "form_hash_mismatch"),
    "another form": (cell("B2", "butcher", META), "unknown_form"),
    "another format": (cell("B1", "clausebook-workbook/9", META), "unknown_format"),
    "no hidden sheet": (lambda book: book.remove(book[META]), "unknown_format"),
    "no start sheet": (lambda book: book.remove(book.worksheets[0]), "unknown_format"),
    "no column of comments": (lambda book: book[EN].delete_cols(7), "unknown_format"),
    "too many rows": (lambda book: [book[EN].append([row]) for row in range(5_001)], "too_large"),
}


@pytest.mark.parametrize("case", REJECTED)
def test_a_workbook_that_cannot_be_used(case: str, empty: bytes, bakers: Bakers) -> None:
    change, expected = REJECTED[case]
    with pytest.raises(RejectedRecord, match=expected) as caught:
        read(changed(empty, fill, change), bakers)
    assert isinstance(caught.value, HeldRecord) == (expected == "sheets_differ")


def test_a_label_cannot_be_made_to_mean_not_applicable(empty: bytes, bakers: Bakers) -> None:
    found = read(changed(empty, fill, cell("B4", "Yes", META), cell("B5", "0", META), cell("E7", "No")), bakers)
    assert (found["answers"]["flour.a"]["rating"], found["answers"]["heat.a"]["rating"]) == (1, 0)


def repacked(content: bytes, parts: Mapping[str, Callable[[bytes], bytes] | bytes]) -> bytes:
    """A workbook with some of its parts changed or added."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *parts]):
            part = parts.get(name)
            given = old.read(name) if callable(part) or part is None else b""
            new.writestr(name, part(given) if callable(part) else given if part is None else part)
    return written.getvalue()


SHEET = "xl/worksheets/sheet2.xml"
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'


def declared(part: bytes) -> bytes:
    head, mark, rest = part.partition(b"<worksheet")
    return head + ENTITIES + mark + rest


HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "not a zip": (lambda content: b"PK\x03\x04" + content[4:200], "damaged_workbook"),
    "cut off": (lambda content: content[: len(content) // 2], "damaged_workbook"),
    "a byte changed": (lambda content: content[:400] + b"\x00\x01\x02" + content[403:], "damaged_workbook"),
    "no sheets": (lambda content: repacked(content, {"xl/workbook.xml": b"<x/>"}), "unknown_format"),
    "not XML": (lambda content: repacked(content, {SHEET: b"<<<"}), "damaged_workbook"),
    "macros": (lambda content: repacked(content, {"xl/vbaProject.bin": b"x"}), "macros"),
    "an object": (lambda content: repacked(content, {"xl/embeddings/oleObject1.bin": b"x"}), "macros"),
    "a link": (lambda content: repacked(content, {"xl/externalLinks/externalLink1.xml": b"<x/>"}), "external_links"),
    "entities": (lambda content: repacked(content, {SHEET: declared}), "entities"),
    "entities in UTF-16": (
        lambda content: repacked(content, {SHEET: lambda part: declared(part).decode().encode("utf-16")}),
        "entities",
    ),
    "a bomb": (lambda content: repacked(content, {"xl/media/x.bin": b"\0" * 9_000_000}), "archive_bomb"),
    "a row beyond all rows": (
        lambda content: repacked(content, {SHEET: lambda part: part.replace(b'<row r="6"', b'<row r="2000000000"')}),
        "too_large",
    ),
    "a column beyond all columns": (
        lambda content: repacked(content, {SHEET: lambda part: part.replace(b'r="A6"', b'r="ZZZZ6"')}),
        "damaged_workbook",
    ),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_workbook(case: str, empty: bytes, bakers: Bakers) -> None:
    make, expected = HOSTILE[case]
    with pytest.raises(RejectedRecord, match=expected):
        read(make(empty), bakers)
