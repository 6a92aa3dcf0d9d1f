"""Tables of marks as people save them, and every way in which a line can be wrong."""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from clausebook.errors import RejectedRecord
from clausebook.load.marks import Mark, is_marks, read_marks
from clausebook.model.scheme import Exam

ONE = {"exam": Exam(maximum=100)}
TWO = {"theory": Exam(maximum=100), "practice": Exam(maximum="12.5")}


def read(tmp_path: Path, content: str | bytes, exams: Mapping[str, Exam] = ONE) -> list[Mark]:
    path = tmp_path / "marks.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_marks(path, "marks.csv", exams))


def reasons(marks: list[Mark]) -> list[str]:
    return [mark.marks.reason if isinstance(mark.marks, RejectedRecord) else str(mark.marks) for mark in marks]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_table_in_any_encoding(tmp_path: Path, encoding: str, delimiter: str, end: str) -> None:
    lines = ["id,name,marks,date", "E1,欧阳雨桐,86.5,2026-11-03", "", "E2,赵敏,60,2026/11/3"]
    content = "".join(line.replace(",", delimiter) + end for line in lines).encode(encoding)
    first, second = read(tmp_path, content)
    assert first == Mark("marks.csv:2", "E1", "欧阳雨桐", "exam", Fraction("86.5"), "2026-11-03")
    assert (second.origin, second.marks, second.sat) == ("marks.csv:4", 60, "2026-11-03")
    assert is_marks(content)


@pytest.mark.parametrize(
    ("written", "marks"),
    [
        ("0", "0"),
        ("100", "100"),
        ("100.000", "100"),
        ("59.999999", "59999999/1000000"),
        ("８６．５", "173/2"),
        (" 7 ", "7"),
    ],
)
def test_marks_are_exact(tmp_path: Path, written: str, marks: str) -> None:
    assert reasons(read(tmp_path, f"id,marks\nE1,{written}\n")) == [marks]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("E1,", "no_marks"),
        ("E1", "no_marks"),
        ("E1,nan", "bad_marks"),
        ("E1,NaN", "bad_marks"),
        ("E1,inf", "bad_marks"),
        ("E1,1e2", "bad_marks"),
        ("E1,1_0", "bad_marks"),
        ("E1,86分", "bad_marks"),
        ("E1,缺考", "bad_marks"),
        ("E1,½", "bad_marks"),
        ("E1,٨٦", "bad_marks"),
        ('E1,"86,5"', "bad_marks"),
        ("E1,0.1234567", "bad_marks"),
        ("E1,100.000001", "marks_above_maximum"),
        ("E1,-5", "formula_cell"),
        ("E1,=50+40", "formula_cell"),
        ("E1,＝90", "formula_cell"),
        ("\"=cmd|' /C calc'!A0\",90", "formula_cell"),
        ("@E1,90", "formula_cell"),
        (",90", "missing_id"),
        ("  ,90", "missing_id"),
        ("E\u202e1,90", "missing_id"),
        ("E" * 200 + ",90", "missing_id"),
        ("E1,90,extra", "bad_csv"),
    ],
)
def test_a_line_that_cannot_be_used(tmp_path: Path, line: str, reason: str) -> None:
    assert reasons(read(tmp_path, f"id,marks\n{line}\nE2,90\n")) == [reason, "90"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("E1,theory,90,,", "90"),
        ("E1,practice,12.5,12.5,", "25/2"),
        ("E1,practice,12.6,,", "marks_above_maximum"),
        ("E1,practice,9,100,", "other_maximum"),
        ("E1,practice,9,x,", "other_maximum"),
        ("E1,oral,9,,", "unknown_component"),
        ("E1,,9,,", "unknown_component"),
        ("E1,theory,9,,2026-02-30", "bad_time"),
        ("E1,theory,9,,yesterday", "bad_time"),
        ("E1,theory,9,１００,２０２６/2/3", "9"),
    ],
)
def test_several_exams(tmp_path: Path, line: str, reason: str) -> None:
    assert reasons(read(tmp_path, f"id,component,marks,maximum,date\n{line}\n", TWO)) == [reason]


def test_a_guarded_cell_is_text(tmp_path: Path) -> None:
    (mark,) = read(tmp_path, "id,marks\n'-7,90\n")
    assert (mark.person, mark.marks) == ("-7", 90)


def test_a_person_twice(tmp_path: Path) -> None:
    """The same marks again are left out; other marks are for people to settle."""
    marks = read(tmp_path, "id,marks\nE1,90\nE1,90.0\nE1,91\n")
    assert reasons(marks) == ["90", "duplicate_marks", "91"]
    assert "line 2" in str(marks[1].marks)


def test_a_cut_line_ends_the_table(tmp_path: Path) -> None:
    assert reasons(read(tmp_path, 'id,marks\nE1,90\nE2,"8')) == ["90", "bad_csv"]
    assert reasons(read(tmp_path, "id,marks,date\nE1,90,2026-11-03\nE2,8")) == ["90", "bad_csv"]


@pytest.mark.parametrize(
    ("content", "exams", "reason", "detail"),
    [
        ("id,marks\nE1,9\n", {}, "no_exam", "counts no exam"),
        ("id,marks\nE1,9\n", TWO, "bad_columns", "theory, practice"),
        ("id,marks,maximun\nE1,9,100\n", ONE, "bad_columns", "'maximun' is unknown"),
        ("id,marks,id\nE1,9,E2\n", ONE, "bad_columns", "stands twice"),
        (b"id,marks\n\xff\xff,9\n", ONE, "bad_encoding", "GB 18030"),
        ("id,marks\n", ONE, "no_marks", "no marks in the table"),
    ],
)
def test_a_table_that_cannot_be_used(
    tmp_path: Path, content: str | bytes, exams: Mapping[str, Exam], reason: str, detail: str
) -> None:
    with pytest.raises(RejectedRecord, match=detail) as caught:
        read(tmp_path, content, exams)
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (b"ID, Marks \nE1,9", True),
        (b"marks;id", True),
        (b"id,name,organization\n", False),
        (b"form,form_hash,language,id\n", False),
        (b"", False),
        (b"\xff\xfe", False),
        (b'"id,marks', False),
        (b"%PDF-1.7", False),
    ],
)
def test_the_first_line_tells_a_table_of_marks(start: bytes, expected: bool) -> None:
    assert is_marks(start) is expected


def test_a_long_table(tmp_path: Path) -> None:
    lines = "".join(f"E{n},{n % 101}\n" for n in range(20_000))
    marks = read(tmp_path, "id,marks\n" + lines)
    assert len(marks) == 20_000
    assert marks[-1] == Mark("marks.csv:20001", "E19999", "", "exam", Fraction(19_999 % 101))
