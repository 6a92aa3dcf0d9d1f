"""Tables of answers, our own and those of learning platforms: each line is what it says, or it is told why not."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from clausebook.errors import InputError, RejectedRecord
from clausebook.exams.answers_table import answers_table
from clausebook.load.exam_mapping import check_exam_mappings, load_exam_mapping
from clausebook.load.exam_responses.dispatch import read_exam_content
from clausebook.load.exam_responses.reading import Sitting
from clausebook.model.exam_response import ExamResponse
from clausebook.model.item import Matching, OpenQuestion
from clausebook.model.paper import Asked, Paper
from clausebook.scoring.marking import points
from tests.exams.sample_papers import words
from tests.load.exam_responses.sittings import FALSE, ONE, TRUE, TWO, A, B, read, right, right_answers

NUMBERS = [str(asked.number) for asked in A.questions]
OPEN = [asked.number for asked in A.questions if isinstance(asked.item, OpenQuestion)]


def table(headings: Iterable[object], *lines: Iterable[object]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([headings, *lines])
    return text.getvalue()


def cells(made: Paper, more: Mapping[int, str] | None = None) -> list[str]:
    answers = {**right_answers(made), **(more or {})}
    return [answers.get(asked.number, "") for asked in made.questions]


def test_our_own_table() -> None:
    line = ["K1", "王小明", "2026-11-20", *cells(A, {8: "1.5", 9: "Long words."})]
    (response,) = read(table(["id", "name", "date", *NUMBERS], line))
    assert isinstance(response, ExamResponse)
    assert (response.paper, response.code, response.sat) == ("A", A.code, "2026-11-20")
    assert (response.person.id, response.person.name) == ("K1", "王小明")
    assert response.answers == {**right_answers(A), 8: "3/2"}
    assert response.written == {9: "Long words."}


def test_blank_is_an_answer_to_a_closed_question_and_none_to_an_open_one() -> None:
    (response,) = read(table(["id", *NUMBERS], ["K1", *[""] * len(NUMBERS)]))
    assert isinstance(response, ExamResponse)
    assert response.answers == dict.fromkeys(right_answers(A))


def test_a_paper_is_known_by_its_code_or_its_column() -> None:
    headings = ["id", "paper", "code", *NUMBERS]
    lines = [
        ["K1", "A", "", *cells(A)],
        ["K2", "b", "", *cells(B)],
        ["K3", "", B.code.upper(), *cells(B)],
        ["K4", "A", B.code, *cells(B)],
        ["K5", "", "", *cells(A)],
        ["K6", "C", "", *cells(A)],
        ["K7", "", "01234567", *cells(A)],
    ]
    found = read(table(headings, *lines), TWO)
    assert [one.paper for one in found if isinstance(one, ExamResponse)] == ["A", "B", "B"]
    assert found[3:] == [
        ("in:5", "wrong_paper"),
        ("in:6", "which_paper"),
        ("in:7", "unknown_paper"),
        ("in:8", "unknown_paper"),
    ]
    (chosen,) = read(table(["id", *NUMBERS], ["K5", *cells(B)]), TWO, "B")
    assert isinstance(chosen, ExamResponse)
    assert chosen.paper == "B"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (["", *cells(A)], "missing_id"),
        (["K\x01x", *cells(A)], "missing_id"),
        (["K" * 81, *cells(A)], "missing_id"),
        (["K1", "Q", *cells(A)[1:]], "unclear_answer"),
        (["K1", *cells(A, {9: "3"})], "points_above_maximum"),
        (["K1", *cells(A), "more"], "bad_csv"),
        (["K1", *cells(A, {6: "x" * 3000})], "unclear_answer"),
    ],
)
def test_one_bad_line_does_not_stop_the_others(line: list[str], reason: str) -> None:
    found = read(table(["id", *NUMBERS], ["K0", *cells(A)], line, ["K2", *cells(A)]))
    assert found[1] == ("in:3", reason)
    assert [one.person.id for one in found if isinstance(one, ExamResponse)] == ["K0", "K2"]


@pytest.mark.parametrize(
    ("headings", "told"),
    [
        (["id", *NUMBERS[:-3], "1"], "columns 2 and 8 are both about question 1"),
        (["id", *NUMBERS[1:]], "these questions of paper A have no column: 1"),
        (["id", *NUMBERS, "10"], "question 10, which paper A has not"),
        (["name", *NUMBERS], "no_mapping"),
        (["id", "First question"], "no_mapping"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_whole(headings: list[str], told: str) -> None:
    with pytest.raises(RejectedRecord, match=told):
        read(table(headings, ["K1"] * len(headings)))


def test_encodings_of_chinese_tables() -> None:
    text = table(["id", "name", *NUMBERS], ["K1", "王小明", *cells(A, {3: "错"})])
    for raw in (text.encode("gb18030"), text.encode("utf-8-sig"), text.encode("utf-16")):
        (response,) = read(raw)
        assert isinstance(response, ExamResponse)
        assert (response.person.name, response.answers[3]) == ("王小明", "F")


def test_the_template_is_read_once_it_is_filled_in() -> None:
    content = answers_table(TWO, [words("zh"), words("en")], made=datetime(2026, 11, 23, tzinfo=UTC))
    assert content == answers_table(TWO, [words("zh"), words("en")], made=datetime(2026, 11, 23, tzinfo=UTC))
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    places = {cell.value: cell.column for cell in sheet[1]}
    for row, (person, made) in enumerate((("K1", A), ("K2", B)), 2):
        sheet.cell(row, places["id"]).value = person
        sheet.cell(row, places["paper"]).value = made.id
        sheet.cell(row, places["date"]).value = datetime(2026, 11, 20)  # noqa: DTZ001 - as a spreadsheet has it
        for number, answer in right_answers(made).items():
            sheet.cell(row, places[str(number)]).value = float(answer) if answer == "2.86" else answer
    sheet.cell(4, places["id"]).value = "K3"
    sheet.cell(4, places["paper"]).value = "A"
    sheet.cell(4, places["1"]).value = "=A1"
    found = read(_saved(book), TWO)
    assert found[2:] == [("in:4", "formula_cell")]
    assert [(one.person.id, one.sat) for one in found[:2] if isinstance(one, ExamResponse)] == [
        ("K1", "2026-11-20"),
        ("K2", "2026-11-20"),
    ]
    assert [one.answers for one in found[:2] if isinstance(one, ExamResponse)] == [right_answers(A), right_answers(B)]
    notes = [cell.value for row in book.worksheets[1] for cell in row]
    assert any(f"A ({A.code})" in str(note) for note in notes)


def _saved(book: Workbook) -> bytes:
    raw = BytesIO()
    book.save(raw)
    return raw.getvalue()


def in_words(asked: Asked, between: str, arrow: str, language: str = "en") -> str:
    """The right answer in the texts of the paper, as a platform exports it."""
    texts = {letter: text[language] for letter, text in asked.lettered}
    if isinstance(asked.item, Matching):
        pairs = zip(asked.item.pairs, asked.key_letters.split(), strict=True)
        return between.join(f"{pair.left[language]}{arrow}{texts[letter[-1]]}" for pair, letter in pairs)
    if texts:
        return between.join(texts[letter] for letter in asked.key_letters)
    return {"T": "True", "F": "False"}.get(asked.key_letters, right(asked)) if asked.number not in OPEN else "An essay."


def full_marks(response: ExamResponse) -> set[int]:
    """The questions of paper A that are rightly answered."""
    return {
        asked.number
        for asked in A.questions
        if asked.number in response.answers and points(asked, response.answers[asked.number]) == asked.points
    }


MOODLE = ["Last name", "First name", "ID number", "Department", "State", "Started", "Grade/10.00"]


def test_the_responses_of_moodle() -> None:
    person = ["Wang", "Xiaoming", "K1", "Sales", "Finished", "20 November 2026  9:00 AM", "8.00"]
    headings = [*MOODLE, *(f"{kind} {n}" for n in NUMBERS for kind in ("Question", "Response", "Right answer"))]
    told = [text for asked in A.questions for text in ("?", in_words(asked, "; ", " -> "), "!")]
    never = ["Li", "Na", "K2", "", "-", "-", "-", *["-"] * len(told)]
    begun = ["Li", "Na", "K3", "", "In progress", "-", "-", *["-"] * len(told)]
    blank = ["Li", "Na", "K4", "", "Finished", "-", "-", *["-"] * len(told)]
    first, held, last = read(table(headings, [*person, *told], never, begun, blank))
    assert isinstance(first, ExamResponse)
    assert isinstance(last, ExamResponse)
    assert full_marks(first) == set(right_answers(A))
    assert (first.person.id, first.person.department, first.person.name) == ("K1", "Sales", "")
    assert set(first.written) == set(OPEN)
    assert held == ("in:4", "unfinished")
    assert set(last.answers) == set(range(1, 10))
    assert set(last.answers.values()) == {None}


def test_the_grades_of_moodle_count_for_open_questions() -> None:
    headings = ["Last name", "ID number", "Grade/18.00", *(f"Q. {number} /4.00" for number in NUMBERS)]
    lines = [
        ["Wang", "K1", "9.00", *["4.00"] * 7, "3.00", "1.00"],
        ["Li", "K2", "9.00", *["4.00"] * 7, "2.00", "Requires grading"],
        ["Zhou", "K3", "-", *["-"] * 9],
        ["Overall average", "", "9.00", *["4.00"] * 9],
    ]
    found = [one for one in read(table(headings, *lines)) if isinstance(one, ExamResponse)]
    assert [(one.person.id, one.answers) for one in found] == [("K1", {8: "3/2", 9: "1/2"}), ("K2", {8: "1"})]


def test_the_student_analysis_of_canvas() -> None:
    stems = [f"{100 + asked.number}: {asked.item.stem['en']}" for asked in A.questions]
    headings = ["name", "id", "sis_id", "section", "submitted", "attempt"]
    headings += [text for stem in stems for text in (stem, "4.0")]
    told = [text for asked in A.questions for text in (in_words(asked, ",", "=>"), "2.0" if asked.number == 9 else "0")]
    person = ["Wang Xiaoming", "77", "K1", "S1", "2026-11-20 09:00:00 UTC", "1"]
    (response,) = read(table([*headings, "n correct", "n incorrect", "score"], [*person, *told, "7", "0", "28"]))
    assert isinstance(response, ExamResponse)
    assert (response.person.id, response.person.name, response.sat) == ("K1", "Wang Xiaoming", "2026-11-20")
    assert full_marks(response) == set(right_answers(A))
    assert response.answers[9] == "1"
    assert set(response.written) == set(OPEN)


MAPPING = """\
id: survey
exam: sample
paper: A
language: zh
person: {id: 工号, name: 姓名}
date: 提交时间
time_format: "%Y/%m/%d %H:%M:%S"
questions: {by: number, columns: {判断: 3}}
answers: {separator: ┋, true: [Ja], false: [Nein], blank: [(空)]}
"""


def test_a_mapping_says_what_the_columns_mean(tmp_path: Path) -> None:
    path = tmp_path / "survey.yaml"
    path.write_text(MAPPING, encoding="utf-8")
    sitting = Sitting(TWO, None, TRUE, FALSE, load_exam_mapping(path, "survey.yaml", ["sample"]))
    headings = ["工号", "姓名", "提交时间", *(f"{n}、题目" if n != "3" else "判断" for n in NUMBERS)]
    told = [in_words(asked, "┋", "→", "zh") for asked in A.questions]
    told[2], told[6] = "Nein", "(空)"
    line = ["K1", "王小明", "2026/11/20 09:00:00", *told]
    (reading,) = read_exam_content(table(headings, line).encode(), "in", sitting)
    response = reading.response
    assert isinstance(response, ExamResponse)
    assert full_marks(response) == set(right_answers(A)) - {7}
    assert response.answers[7] is None
    assert (response.sat, response.language) == ("2026-11-20", "zh")


def test_a_mapping_to_an_exam_that_is_not_there(tmp_path: Path) -> None:
    folder = tmp_path / "assessments" / "mappings"
    folder.mkdir(parents=True)
    (folder / "survey.yaml").write_text(MAPPING, encoding="utf-8")
    (problem,) = check_exam_mappings(tmp_path / "assessments", tmp_path, ["smaple"])
    assert "there is no exam 'sample'" in problem.what
    with pytest.raises(InputError, match="there is no exam"):
        load_exam_mapping(folder / "survey.yaml", "survey.yaml", [])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty_file"),
        (b"%PDF-1.7\n", "unknown_format"),
        (b"CB1/abc", "unknown_format"),
        (b"PK\x03\x04rubbish", "nested_archive"),
        (b"\x89PNG\r\n", "unknown_format"),
        (b"id,1\n\xff\xfe\x00", "unknown_format"),
    ],
)
def test_what_is_no_file_of_answers(content: bytes, reason: str) -> None:
    with pytest.raises(RejectedRecord) as rejected:
        list(read_exam_content(content, "in", Sitting(ONE)))
    assert rejected.value.reason == reason


def test_lines_of_responses_are_checked_like_any_others() -> None:
    (whole,) = read(table(["id", *NUMBERS], ["K1", *cells(A)]))
    assert isinstance(whole, ExamResponse)
    line = whole.model_dump_json()
    bad = [
        ("bad_json", line[:-5]),
        ("unknown_format", line.replace("exam-response/1", "exam-response/2")),
        ("unknown_paper", line.replace(A.code, "00000000")),
        ("wrong_paper", line.replace('"paper":"A"', '"paper":"B"')),
        ("unknown_question", line.replace('"7":', '"77":')),
        ("unclear_answer", line.replace(f'"1":"{right(A.questions[0])}"', '"1":"Z"')),
        ("unknown_language", line.replace('"language":null', '"language":"fr"')),
        ("bad_value", line.replace('"sat":""', '"sat":[]')),
        ("bad_value", line.replace('"sat":""', '"marks":"9"')),
        ("missing_id", line.replace('"id":"K1"', '"id":" "')),
    ]
    found = read("\n".join([line, "", *(text for _, text in bad)]))
    assert found == [whole, *((f"in:{number}", reason) for number, (reason, _) in enumerate(bad, 3))]
